// What Streamlit leaves undone. Constant but for BUILT_IN, which the server puts before it: by language, what Streamlit says in
// English and what it means. It reads nothing but the page's own frame, never what someone wrote.
(() => {
  const WRITTEN = ".stHtml, .stMarkdown, .stText, .stCode, textarea, input, [data-testid=stFileUploaderFileName]";
  const ATTRIBUTES = ["aria-label", "placeholder", "title", "alt"];
  // Streamlit would look for its server below the path of the view first.
  window.__streamlit = { BACKEND_BASE_URL: new URL(".", document.currentScript.src).href };
  let language = document.documentElement.lang;

  // A text as the page's language has it; null when it is none of Streamlit's.
  const escaped = (text) => text.replace(/[.*+?^$()|[\]\\]/g, "\\$&");
  const varying = Object.fromEntries(Object.entries(BUILT_IN).map(([code, words]) => [code, Object.entries(words)
    .filter(([english]) => english.includes("{"))
    .map(([english, other]) => [new RegExp(`^${escaped(english).replace(/\{(\w+)\}/g, "(?<$1>.+?)")}$`), other])]));
  const inLanguage = (text, code) => {
    if (Object.hasOwn(BUILT_IN[code], text)) return BUILT_IN[code][text];
    for (const [pattern, other] of varying[code]) {
      const found = pattern.exec(text);
      if (found) return other.replace(/\{(\w+)\}/g, (_, name) => found.groups[name]);
    }
    return null;
  };

  // Each piece remembers the English it came from, so that it can be told again when the language changes.
  const remembered = new WeakMap();
  const told = (owner, name, text) => {
    const known = remembered.get(owner) ?? {};
    if (known[name]?.told !== text) {
      if (inLanguage(text, "fi") === null) return text;
      known[name] = { english: text };
      remembered.set(owner, known);
    }
    const { english } = known[name];
    return (known[name].told = inLanguage(english, language));
  };
  const translateText = (node) => {
    const text = node.nodeValue.trim();
    if (!text || node.parentElement?.closest(WRITTEN)) return;
    const other = told(node, "text", text);
    if (other !== text) node.nodeValue = node.nodeValue.replace(text, () => other);
  };
  const translateAttributes = (element) => {
    for (const name of ATTRIBUTES) {
      const text = element.getAttribute(name);
      if (!text) continue;
      const other = told(element, name, text);
      if (other !== text) element.setAttribute(name, other);
    }
  };
  const translate = (root) => {
    const walker = document.createTreeWalker(root, NodeFilter.SHOW_ELEMENT | NodeFilter.SHOW_TEXT);
    for (let node = root; node; node = walker.nextNode()) {
      if (node.nodeType === Node.TEXT_NODE) translateText(node);
      else if (node.nodeType === Node.ELEMENT_NODE) translateAttributes(node);
    }
  };

  // The language of the page follows the switch, for screen readers and hyphenation; the links become a navigation.
  const frame = () => {
    const brand = document.querySelector("[data-language]");
    if (!brand) return;
    if (brand.dataset.language !== language) {
      language = document.documentElement.lang = brand.dataset.language;
      translate(document.body);
    }
    const views = document.querySelector(".st-key-views");
    if (views && views.getAttribute("aria-label") !== brand.dataset.views) {
      views.setAttribute("role", "navigation");
      views.setAttribute("aria-label", brand.dataset.views);
    }
    for (const link of document.querySelectorAll(".stPageLink a")) {
      // The link to the first view has no path of its own, and would lead a new tab to the view it is opened from.
      if (link.getAttribute("href").startsWith("?")) link.setAttribute("href", `./${link.getAttribute("href")}`);
      const here = new URL(link.href).pathname === location.pathname;
      if (here !== link.hasAttribute("aria-current")) here ? link.setAttribute("aria-current", "page") : link.removeAttribute("aria-current");
    }
  };
  // An answer that comes above what is in view is brought into view, once the form above it has folded.
  const arrived = (root) => {
    const answer = root instanceof Element && (root.matches("[data-arrived]") ? root : root.querySelector("[data-arrived]"));
    const show = () => { if (answer.getBoundingClientRect().top < 0) answer.scrollIntoView(); };
    if (answer) for (const wait of [300, 1000]) setTimeout(show, wait);
  };
  new MutationObserver((changes) => {
    for (const change of changes) {
      if (change.type === "attributes") translateAttributes(change.target);
      else if (change.type === "characterData") translateText(change.target);
      else change.addedNodes.forEach((node) => { translate(node); arrived(node); });
    }
    frame();
  }).observe(document.documentElement, {
    subtree: true, childList: true, characterData: true, attributes: true,
    attributeFilter: [...ATTRIBUTES, "data-language", "data-views", "href"],
  });

  // The link for those who skip leads past the links of the header, which Streamlit takes for content.
  addEventListener("click", (event) => {
    const view = event.target instanceof Element && event.target.closest("[data-testid=stSkipToContent]") && document.querySelector(".st-key-view");
    if (!view) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    view.tabIndex = -1;
    view.focus();
  }, true);

  // Streamlit runs the page anew at a bare "r" and opens a dialog at "c": whoever speaks to the computer would set them off unawares.
  addEventListener("keydown", (event) => {
    const typing = event.target instanceof Element && event.target.closest("input, textarea, select, [contenteditable], [role=grid], [role=listbox]");
    if (/^[rc]$/i.test(event.key) && !event.ctrlKey && !event.metaKey && !event.altKey && !typing) event.stopImmediatePropagation();
  }, true);
})();
