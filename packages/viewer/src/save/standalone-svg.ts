const presentation = ["fill", "stroke", "color"] as const;

/** A chart as a file of its own: on white, in the light colours of the page, with nothing left to look up elsewhere. */
export function standaloneSvg(chart: SVGSVGElement): string {
  const copy = chart.cloneNode(true) as SVGSVGElement;
  for (const element of copy.querySelectorAll("[data-overlay]")) element.remove();
  // Custom properties resolve to light colours inside an element whose colour scheme is light.
  const probe = document.createElement("span");
  probe.style.colorScheme = "light";
  document.body.append(probe);
  const resolved = (value: string) => {
    probe.style.color = value;
    return getComputedStyle(probe).color;
  };
  for (const element of [copy, ...copy.querySelectorAll("*")]) {
    for (const name of presentation) {
      const value = element.getAttribute(name);
      if (value === "currentColor" || value?.startsWith("var(")) {
        element.setAttribute(name, resolved(value === "currentColor" ? "var(--ink)" : value));
      }
    }
  }
  probe.remove();
  copy.setAttribute("xmlns", "http://www.w3.org/2000/svg");
  copy.setAttribute("font-family", "Helvetica, Arial, sans-serif");
  const { width, height } = chart.viewBox.baseVal;
  const ground = document.createElementNS("http://www.w3.org/2000/svg", "rect");
  ground.setAttribute("width", String(width));
  ground.setAttribute("height", String(height));
  ground.setAttribute("fill", "white");
  copy.prepend(ground);
  return new XMLSerializer().serializeToString(copy);
}
