module.exports=require("../125.index.js");
