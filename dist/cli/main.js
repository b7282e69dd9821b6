(()=>{"use strict";var e={9247:((e,t,n)=>{n.d(t,{ZI:()=>c,lR:()=>readArguments});var r=n(7975),i=n(8146),a=n(9597),o=n(1293);let s=[`validate`,`plan`,`import`],c=`-`,l=[`text`,`json`,`github`],u=[`text`,`json`],d={help:{type:`boolean`,short:`h`},version:{type:`boolean`},environment:{type:`string`,short:`e`},format:{type:`string`},"api-url":{type:`string`},"detailed-exitcode":{type:`boolean`},"github-environment":{type:`string`}},f={validate:[`environment`,`format`,`help`,`version`],plan:[`environment`,`format`,`detailed-exitcode`,`api-url`,`help`,`version`],import:[`environment`,`api-url`,`github-environment`,`help`,`version`]};function readArguments(e){let{tokens:t}=(0,r.parseArgs)({args:e,options:d,strict:!1,allowPositionals:!0,tokens:!0}),n=t.filter(e=>e.kind===`positional`).map(({value:e})=>e);if(n[0]===`help`&&n.length<=2)return{command:`help`,of:n[1]===void 0?null:commandNamed(n[1])};if(n.length===1&&n[0]===`version`)return{command:`version`};let[i,...a]=n,c=i===void 0?null:commandNamed(i),f=new Map;for(let e of t){if(e.kind!==`option`)continue;let t=optionNamed(e.name,e.rawName,c);f.set(t,optionValue(t,e.value,e.inlineValue===!0))}if(f.has(`help`))return{command:`help`,of:c};if(f.has(`version`))return{command:`version`};if(c===null)throw usage(`A command is missing.`,`Give one of ${list(s)}.`,null);if(a.length>1)throw usage(`More than one file is given.`,`Give one, or none.`,c);let m=a[0]??`webhooks.yaml`;if(p.test(m))throw keyOnCommandLine(c);if(m===``)throw usage(`The name of the file is empty.`,"Leave it out for `webhooks.yaml`.",c);let h=oneOf(`environment`,f,o.ju,c),g=f.get(`api-url`)??null;switch(c){case`validate`:return{command:c,file:m,environment:h,format:oneOf(`format`,f,l,c)??`text`};case`plan`:return{command:c,file:m,environment:h??`stage`,apiUrl:g,format:oneOf(`format`,f,u,c)??`text`,detailedExitCode:f.has(`detailed-exitcode`)};case`import`:return{command:c,file:m,environment:h??`stage`,apiUrl:g,githubEnvironment:githubEnvironment(f,h??`stage`)}}}function githubEnvironment(e,t){let n=e.get(`github-environment`)??`auco-${t}-apply`;if(/^[\w.][\w.-]*$/.test(n))return n;throw usage("`--github-environment` holds more than letters, digits, `.`, `_` and `-`.",`Give the name of the environment that the apply job has.`,`import`)}function commandNamed(e){let t=s.find(t=>t===e);if(t!==void 0)return t;if(p.test(e))throw keyOnCommandLine(null);let n=(0,i.p)(e,s);throw usage(`${shownWord(`command`,e)} is unknown.`,n===null?`Known are ${list(s)}.`:`Did you mean \`${n}\`?`,null)}function optionNamed(e,t,n){let r=n===null?allOptions():f[n],a=r.find(t=>t===e);if(a!==void 0)return a;if(/key|token|secret/i.test(e)||p.test(e))throw keyOnCommandLine(n);if(n!==null&&allOptions().some(t=>t===e))throw usage(`\`${n}\` has no option \`--${e}\`.`,`It knows ${options(r)}.`,n);let o=(0,i.p)(e,r);throw usage(`${shownWord(`option`,t)} is unknown.`,o===null?`Known are ${options(r)}.`:`Did you mean \`--${o}\`?`,n)}let p=/^p[ur]k_/i;function keyOnCommandLine(e){return usage(`Keys are not taken from the command line, where other programs and the history of the shell see them.`,`Set the variable AUCO_PUBLIC_KEY; if a key was typed here, let Auco make a new one.`,e)}function optionValue(e,t,n){if(d[e].type===`boolean`){if(t!==void 0)throw usage(`\`--${e}\` takes no value.`,"Remove what follows the `=`.",null);return``}if(t===void 0||t===``||t.startsWith(`-`)&&!n)throw usage(`\`--${e}\` needs a value.`,`Write \`--${e} <value>\`.`,null);return t}function oneOf(e,t,n,r){let a=t.get(e);if(a===void 0)return null;let o=n.find(e=>e===a);if(o!==void 0)return o;let s=(0,i.p)(a,n);throw usage(`\`--${e}\` has a value that is not one of ${list(n)}.`,s===null?`Give one of them.`:`Did you mean \`${s}\`?`,r)}function shownWord(e,t){return/^-{0,2}[a-z]+(?:-[a-z]+)*$/.test(t)&&t.length<=24?`The ${e} \`${t}\``:`This ${e}`}function usage(e,t,n){let r=n===null?`auco-webhooks --help`:`auco-webhooks ${n} --help`;return new a.y(`usage`,e,`${t} \`${r}\` shows more.`)}function allOptions(){return[...new Set(Object.values(f).flat())]}function options(e){return list(e.map(e=>`--${e}`))}function list(e){return e.map(e=>`\`${e}\``).join(`, `)}}),1129:((e,t,n)=>{n.d(t,{d:()=>r});let r={ok:0,error:1,changes:2}}),2683:((e,t,n)=>{n.d(t,{B:()=>Terminal,I:()=>styled});var r=n(7975),i=n(9597),a=n(1111);function styled(e,t){return{text:t,style:e}}class Terminal{#stream;constructor(e){this.#stream=e,e.on(`error`,({code:e})=>{if(e!==`EPIPE`)throw new i.y(`unwritable-file`,`The output cannot be written (${/^[A-Z]+$/.exec(e??``)?.[0]??`unknown`}).`,`Check where it goes, and whether there is room.`)})}lines(e){this.#stream.write(e.map(e=>`${this.#rendered(e)}\n`).join(``))}text(e){this.#stream.write(e)}#rendered(e){return(typeof e==`string`?[e]:e).map(e=>typeof e==`string`?(0,a.RK)(e):(0,r.styleText)([...[e.style].flat()],(0,a.RK)(e.text),{stream:this.#stream})).join(``)}}}),8285:((e,t,n)=>{n.d(t,{KB:()=>troubleshootingUrl,cZ:()=>i,xR:()=>helpUrl});let r={repository:`org/auco-webhooks-action`,ref:`main`},i=`https://raw.githubusercontent.com/${r.repository}/v1/webhooks.schema.json`;function troubleshootingUrl(e){let t=e.GITHUB_SERVER_URL===`https://github.com`?/^[\w-]{1,39}\/[\w.-]{1,100}$/.exec(e.GITHUB_ACTION_REPOSITORY??``):null,n=/^(?!.*\.\.)[\w./-]{1,200}$/.exec(e.GITHUB_ACTION_REF??``)?.[0];return`https://github.com/${t?.[0]??r.repository}/blob/${t===null?r.ref:n??r.ref}/docs/troubleshooting.md`}function helpUrl(e,t){return`${e}#${t}`}}),9597:((e,t,n)=>{n.d(t,{y:()=>UserError});class UserError extends Error{code;reason;fix;quote;constructor(e,t,n,r=null){super([t,...r===null?[]:[`Auco says: "${r}".`],n].join(` `)),this.name=`UserError`,this.code=e,this.reason=t,this.fix=n,this.quote=r}}}),1111:((e,t,n)=>{n.d(t,{$m:()=>visibleJson,RK:()=>visible,sZ:()=>quotedId,ts:()=>escapeInvisible});let r=/[\p{C}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}]|(?! )\p{Zs}|\u2800/gu;function visible(e){return escapeInvisible(e,e=>`\\u{${(e.codePointAt(0)??0).toString(16)}}`)}function escapeInvisible(e,t){return e.replace(r,t)}function quotedId(e){return`\`${visible(e).slice(0,128).replaceAll("`",`'`)}\``}function visibleJson(e,t=0){let escaped=e=>[...Array(e.length).keys()].map(t=>`\\u${e.charCodeAt(t).toString(16).padStart(4,`0`)}`).join(``);return JSON.stringify(e,null,t).replace(r,e=>e===`
`?e:escaped(e))}}),8146:((e,t,n)=>{n.d(t,{p:()=>nearest});function nearest(e,t){let n=Math.max(1,Math.floor(e.length/3));if(e.length>32)return null;let r=null;for(let i of t){if(Math.abs(i.length-e.length)>n)continue;let t=distance(e.toLowerCase(),i.toLowerCase());t<=n&&(r===null||t<r.edits)&&(r={word:i,edits:t})}return r===null?t.find(t=>e.length>=3&&t.startsWith(e.toLowerCase()))??null:r.word}function distance(e,t){let n=[],r=Array.from({length:t.length+1},(e,t)=>t);for(let i=1;i<=e.length;i+=1){let a=[i];for(let o=1;o<=t.length;o+=1){let s=(r[o-1]??0)+(e[i-1]===t[o-1]?0:1),c=Math.min(s,(r[o]??0)+1,(a[o-1]??0)+1);i>1&&o>1&&e[i-1]===t[o-2]&&e[i-2]===t[o-1]&&(c=Math.min(c,(n[o-2]??0)+1)),a.push(c)}n=r,r=a}return r[t.length]??0}}),2032:((e,t,n)=>{n.d(t,{x:()=>r});let r=`0.1.0`}),1293:((e,t,n)=>{n.d(t,{YI:()=>looksMasked,Ye:()=>i,ju:()=>r,kM:()=>otherThan});let r=[`stage`,`production`];function otherThan(e){return e===`stage`?`production`:`stage`}let i=`default`;function looksMasked(e){return/^[*\u2022xX.\u2026]+$|(?:\.\.\.|\u2026)$/.test(e)}}),9896:(e=>{e.exports=require("fs")}),4589:(e=>{e.exports=require("node:assert")}),6698:(e=>{e.exports=require("node:async_hooks")}),4573:(e=>{e.exports=require("node:buffer")}),3053:(e=>{e.exports=require("node:diagnostics_channel")}),8474:(e=>{e.exports=require("node:events")}),3024:(e=>{e.exports=require("node:fs")}),7030:(e=>{e.exports=require("node:net")}),6760:(e=>{e.exports=require("node:path")}),1792:(e=>{e.exports=require("node:querystring")}),7075:(e=>{e.exports=require("node:stream")}),8500:(e=>{e.exports=require("node:timers/promises")}),1692:(e=>{e.exports=require("node:tls")}),3136:(e=>{e.exports=require("node:url")}),7975:(e=>{e.exports=require("node:util")}),8877:(e=>{e.exports=require("node:v8")}),857:(e=>{e.exports=require("os")}),6928:(e=>{e.exports=require("path")})},t={};function __nccwpck_require__(n){var r=t[n];if(r!==void 0)return r.exports;var i=t[n]={id:n,loaded:!1,exports:{}},a=!0;try{e[n](i,i.exports,__nccwpck_require__),a=!1}finally{a&&delete t[n]}return i.loaded=!0,i.exports}__nccwpck_require__.m=e,__nccwpck_require__!==void 0&&(__nccwpck_require__.ab=__dirname+`/`),__nccwpck_require__.n=e=>{var t=e&&e.__esModule?()=>e.default:()=>e;return __nccwpck_require__.d(t,{a:t}),t},__nccwpck_require__.d=(e,t)=>{for(var n in t)__nccwpck_require__.o(t,n)&&!__nccwpck_require__.o(e,n)&&Object.defineProperty(e,n,{enumerable:!0,get:t[n]})},__nccwpck_require__.f={},__nccwpck_require__.e=e=>Promise.all(Object.keys(__nccwpck_require__.f).reduce((t,n)=>(__nccwpck_require__.f[n](e,t),t),[])),__nccwpck_require__.u=e=>``+e+`.index.js`,__nccwpck_require__.o=(e,t)=>Object.prototype.hasOwnProperty.call(e,t),__nccwpck_require__.r=e=>{typeof Symbol<`u`&&Symbol.toStringTag&&Object.defineProperty(e,Symbol.toStringTag,{value:`Module`}),Object.defineProperty(e,"__esModule",{value:!0})},__nccwpck_require__.nmd=e=>(e.paths=[],e.children||=[],e),(()=>{var e={792:1},installChunk=t=>{var n=t.modules,r=t.ids,i=t.runtime;for(var a in n)__nccwpck_require__.o(n,a)&&(__nccwpck_require__.m[a]=n[a]);i&&i(__nccwpck_require__);for(var o=0;o<r.length;o++)e[r[o]]=1};__nccwpck_require__.f.require=(t,n)=>{e[t]||installChunk(require(`./`+__nccwpck_require__.u(t)))}})();var n={},r=__nccwpck_require__(9597);function callsOf({name:e,message:t,stack:n=``}){let r=t===``?e:`${e}: ${t}`;return n.startsWith(r)?n.slice(r.length).split(`
`).slice(1):[]}var i=__nccwpck_require__(8285),a=__nccwpck_require__(2032),o=__nccwpck_require__(9247);let s=`  -h, --help                  Show this text
      --version               Show the version`,c=`  -e, --environment <name>    stage (default) or production
      --api-url <url>         Another base URL of Auco's company API`,l=`  AUCO_PUBLIC_KEY             Auco's public key (puk_\u2026) of the company and environment: reads, never writes.
                              From the environment only: read -rs AUCO_PUBLIC_KEY && export AUCO_PUBLIC_KEY`,u=`Auco webhooks as code, on your machine. Nothing here writes to Auco.

Usage: auco-webhooks <command> [options]

Commands:
  validate [file]             Check the file
  plan [file]                 Show what an apply would change at Auco
  import [file]               Write the file from what is live at Auco

Options:
${s}

auco-webhooks <command> --help shows what a command takes.
`,d={validate:`Check the file. Asks nobody, and needs no key.

Usage: auco-webhooks validate [file] [options]

  [file]                      The file; - is standard input. Default: webhooks.yaml

Options:
  -e, --environment <name>    stage or production. Default: both
      --format <name>         text (default), json, or github: annotations for a workflow
${s}

Exit codes:
  0   The file is valid; there may be warnings
  1   The file has problems, or cannot be read
  130 Cancelled (143 by SIGTERM)
`,plan:`Show what an apply would change at Auco. Writes nothing, and shows no secret.

Usage: auco-webhooks plan [file] [options]

  [file]                      The file; - is standard input. Default: webhooks.yaml

Options:
${c}
      --format <name>         text (default), or json: the plan as the action's output \`plan\` has it
      --detailed-exitcode     Exit with 2 if live differs from the file
${s}

Variables:
${l}
  those of the file           A header whose variable is not set cannot be compared, and the plan says so

Exit codes:
  0   The plan was made; with --detailed-exitcode: no difference was seen (what cannot be compared is told)
  1   The file has problems, or Auco cannot be read
  2   With --detailed-exitcode: live differs from the file
  130 Cancelled (143 by SIGTERM)
`,import:`Write the file from what is live at Auco, or merge another environment into it. Header values are never written:
each becomes a variable, and the commands are shown that store it as a secret at GitHub.

Usage: auco-webhooks import [file] [options]

  [file]                      The file; - is standard output. Default: webhooks.yaml
                              An existing file is merged by id and keeps its comments

Options:
${c}
      --github-environment <name>
                              Where the commands store the secrets. Default: auco-<environment>-apply
${s}

Variables:
${l}

Exit codes:
  0   The file says what is live
  1   Auco cannot be read, or the file cannot say or merge what is live; it is as it was
  130 Cancelled (143 by SIGTERM); the file is as it was
`};var f=__nccwpck_require__(1129),p=__nccwpck_require__(2683);let m={SIGINT:130,SIGTERM:143},h={stdin:()=>process.stdin,stdout:new p.B(process.stdout),stderr:new p.B(process.stderr),variable:e=>process.env[e]};for(let e of[`SIGINT`,`SIGTERM`])process.once(e,()=>{h.stderr.lines([`Cancelled.`]),process.exit(m[e])});for(let e of[`unhandledRejection`,`uncaughtException`])process.on(e,e=>{fail(e),process.exit(f.d.error)});main().catch(fail);async function main(){try{process.exitCode=await start((0,o.lR)(process.argv.slice(2)))}catch(e){process.exitCode=f.d.error,fail(e)}}async function start(e){switch(e.command){case`help`:return h.stdout.text(e.of===null?u:d[e.of]),f.d.ok;case`version`:return h.stdout.lines([a.x]),f.d.ok;case`validate`:{let{validate:t}=await Promise.all([__nccwpck_require__.e(233),__nccwpck_require__.e(285),__nccwpck_require__.e(370)]).then(__nccwpck_require__.bind(__nccwpck_require__,370));return await t(e,h)}case`plan`:{let{plan:t}=await Promise.all([__nccwpck_require__.e(233),__nccwpck_require__.e(285),__nccwpck_require__.e(771)]).then(__nccwpck_require__.bind(__nccwpck_require__,9771));return await t(e,h)}case`import`:{let{importCommand:t}=await Promise.all([__nccwpck_require__.e(233),__nccwpck_require__.e(285),__nccwpck_require__.e(53)]).then(__nccwpck_require__.bind(__nccwpck_require__,8053));return await t(e,h)}}}function fail(e){if(e instanceof r.y){h.stderr.lines([[(0,p.I)(`red`,`Error`),`: ${e.message}`]]),e.code!==`usage`&&h.stderr.lines([[(0,p.I)(`gray`,`How to fix this: ${(0,i.xR)((0,i.KB)({}),e.code)}`)]]);return}h.stderr.lines([[(0,p.I)(`red`,`Error`),`: This is a bug in auco-webhooks-action. Please report it, with what follows.`],...e instanceof Error?[e.name,...callsOf(e)]:[typeof e]])}module.exports=n})();