// A table that is wider than the page is scrolled by the keyboard, too. Material makes the boxes after the page has loaded.
new MutationObserver(() => document.querySelectorAll(".md-typeset__scrollwrap:not([tabindex])").forEach(box => box.setAttribute("tabindex", "0")))
  .observe(document.documentElement, { childList: true, subtree: true });
