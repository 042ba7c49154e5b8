/**
 * Builds an element. Data only ever becomes text or a property, never markup.
 *
 * @template {keyof HTMLElementTagNameMap} K
 * @param {K} tag
 * @param {Record<string, unknown> | null} [properties] `class`, `on<event>` listeners, `data-*` and
 *   `aria-*` attributes, `role`, or properties of the element; `undefined`, `null` and `false` are left out
 * @param {...(Node | string | number | null | undefined | false)} children
 * @returns {HTMLElementTagNameMap[K]}
 */
export function el(tag, properties, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(properties ?? {})) {
    if (value === undefined || value === null || value === false) continue;
    if (name === "class") element.className = String(value);
    else if (typeof value === "function") element.addEventListener(name.slice(2), /** @type {any} */ (value));
    else if (name in element && !name.includes("-")) Object.assign(element, { [name]: value });
    else element.setAttribute(name, String(value));
  }
  element.append(
    ...children.filter((child) => child !== null && child !== undefined && child !== false).map(asNode),
  );
  return element;
}

/** @param {unknown} child */
function asNode(child) {
  return child instanceof Node ? child : document.createTextNode(String(child));
}

/**
 * An element of the page's own HTML, which is there or the page is broken.
 *
 * @param {string} id
 * @returns {HTMLElement}
 */
export function byId(id) {
  const element = document.getElementById(id);
  if (!element) throw new Error(`no #${id}`);
  return element;
}

/**
 * Makes the children of `parent` exactly `wanted`, moving as little as possible: what stays keeps its
 * focus, its scroll position and its animation.
 *
 * @param {Element} parent
 * @param {Element[]} wanted
 */
export function reconcile(parent, wanted) {
  let cursor = parent.firstElementChild;
  for (const element of wanted) {
    if (element === cursor) cursor = cursor.nextElementSibling;
    else parent.insertBefore(element, cursor);
  }
  while (cursor) {
    const next = cursor.nextElementSibling;
    cursor.remove();
    cursor = next;
  }
}

/**
 * Lets an element that is no button be pressed by mouse and keyboard, where a real button would break
 * the flow of a sentence.
 *
 * @template {HTMLElement} E
 * @param {E} element
 * @param {string} label
 * @param {() => void} press
 * @returns {E}
 */
export function pressable(element, label, press) {
  element.tabIndex = 0;
  element.setAttribute("role", "button");
  element.setAttribute("aria-label", label);
  element.addEventListener("click", press);
  element.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" && event.key !== " ") return;
    event.preventDefault();
    press();
  });
  return element;
}

/**
 * A stroke icon from the page's sprite.
 *
 * @param {string} name
 */
export function icon(name) {
  const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");
  svg.setAttribute("class", "icon");
  svg.setAttribute("aria-hidden", "true");
  const use = document.createElementNS("http://www.w3.org/2000/svg", "use");
  use.setAttribute("href", `#icon-${name}`);
  svg.append(use);
  return svg;
}

/**
 * Shows a count, or nothing at zero; a screen reader hears of what.
 *
 * @param {Element} badge
 * @param {number} count
 * @param {string} what
 */
export function setBadge(badge, count, what) {
  badge.replaceChildren();
  if (count > 0) badge.append(String(count), el("span", { class: "visually-hidden" }, ` ${what}`));
}
