if (/^zh/i.test(navigator.language)) { document.getElementById("zh").checked = true; document.documentElement.lang = "zh"; }
