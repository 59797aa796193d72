import * as Plot from "@observablehq/plot";

const namespace = "http://www.w3.org/2000/svg";

/** A plot and where it stands in the chart. */
export interface Panel {
  readonly x: number;
  readonly y: number;
  readonly plot: SVGElement | HTMLElement;
}

/** One SVG of several plots side by side, so that what belongs together is read, and saved, as one chart. */
export function compose(width: number, height: number, label: string, panels: readonly Panel[]): SVGSVGElement {
  const svg = document.createElementNS(namespace, "svg");
  svg.setAttribute("width", String(width));
  svg.setAttribute("height", String(height));
  svg.setAttribute("viewBox", `0 0 ${width} ${height}`);
  svg.setAttribute("font-family", "inherit");
  svg.setAttribute("font-size", "12");
  svg.setAttribute("fill", "currentColor");
  svg.setAttribute("text-anchor", "middle");
  svg.setAttribute("role", "img");
  svg.setAttribute("aria-label", label);
  for (const { x, y, plot } of panels) {
    const group = document.createElementNS(namespace, "g");
    group.setAttribute("transform", `translate(${x},${y})`);
    // The plot's own style element would size every svg on the page.
    group.append(...[...plot.childNodes].filter((node) => node.nodeName !== "style"));
    svg.append(group);
  }
  return svg;
}

/** A plot whose y axis is the pixels of the chart, so that rows of several panels stand side by side. */
export function rowPanel(
  size: {
    readonly width: number;
    readonly height: number;
    readonly top: number;
    readonly left?: number;
    readonly right?: number;
  },
  x: Plot.ScaleOptions,
  marks: Plot.Markish[],
): SVGElement | HTMLElement {
  return Plot.plot({
    width: size.width,
    height: size.height,
    marginTop: size.top,
    marginBottom: 0,
    marginLeft: size.left ?? 0,
    marginRight: size.right ?? 0,
    x: { axis: null, ...x },
    y: { type: "identity", axis: null },
    marks,
  });
}
