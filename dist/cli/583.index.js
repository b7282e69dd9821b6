module.exports=require("../583.index.js");
