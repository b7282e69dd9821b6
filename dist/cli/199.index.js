module.exports=require("../199.index.js");
