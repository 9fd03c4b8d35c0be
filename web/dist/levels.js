import{m as a}from"./app.js";function m({levels:e}){return e.map(({id:t,name:r,tremor_minutes:s})=>({value:t,label:r,hint:a.start.tremorMinutes(s)}))}export{m as l};
