import{m as e,e as t}from"./app.js";function n(s){return{title:e.settings.title,element:t("div",{class:"page"},t("h1",{},e.settings.title)),leave(){}}}export{n as settingsView};
