// The colours of the widget's frame from those that the host page gives: what is not given follows from what is, and
// what would not be read is made lighter or darker until it is. A colour is [red, green, blue], each from 0 to 1.
(() => {
  "use strict";
  const READ = 4.55;  // WCAG's least contrast of text is 4.5; colours are rounded when they are written
  const SEEN = 3;  // and of edges
  const BLACK = [0, 0, 0], WHITE = [1, 1, 1];

  const linear = (part) => part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
  const luminance = ([r, g, b]) => 0.2126 * linear(r) + 0.7152 * linear(g) + 0.0722 * linear(b);
  const mixed = (one, other, share) => one.map((part, place) => part + (other[place] - part) * share);

  function contrast(one, other) {
    const [less, more] = [luminance(one), luminance(other)].sort((a, b) => a - b);
    return (more + 0.05) / (less + 0.05);
  }

  const worst = (colour, grounds) => Math.min(...grounds.map((ground) => contrast(colour, ground)));

  const furthest = (grounds) => worst(WHITE, grounds) > worst(BLACK, grounds) ? WHITE : BLACK;

  // The colour itself where it is read on all grounds, else as much lighter or darker as it takes.
  function readable(colour, grounds, least = READ) {
    const end = furthest(grounds);
    for (let share = 0; share < 1; share += 0.05) {
      const tried = mixed(colour, end, share);
      if (worst(tried, grounds) >= least) return tried;
    }
    return end;
  }

  // `given`: paper, ink, accent, on-accent, where the host page says so; `own`: the theme's. Nothing given, nothing said.
  function palette(given, own) {
    if (!Object.values(given).some(Boolean)) return {};
    const paper = given.paper ?? own.paper;
    const fill = given.accent ?? own.accent;
    const ink = readable(given.ink ?? own.ink, [paper]);
    // On a paper between light and dark, a tint towards the ink would be a ground on which nothing can be read.
    const away = furthest([paper]) === WHITE ? BLACK : WHITE;
    const tinted = (tint) => contrast(tint, furthest([paper])) >= READ ? tint : mixed(paper, away, 0.05);
    const wash = tinted(mixed(paper, ink, 0.05));
    const accentWash = tinted(mixed(paper, fill, 0.12));
    const grounds = [paper, wash, own["warn-wash"]];
    return {
      paper, wash, fill,
      "accent-wash": accentWash,
      "line": mixed(paper, ink, 0.16),
      "edge": readable(own.edge, [paper], SEEN),
      "ink": readable(ink, [...grounds, accentWash]),
      "soft": readable(mixed(ink, paper, 0.25), grounds),
      "accent": readable(fill, grounds),
      "on-fill": readable(given["on-accent"] ?? furthest([fill]), [fill]),
    };
  }

  // Any colour that the browser knows, over `ground` where one sees through it; undefined where it cannot be told.
  function colourOf(text, ground) {
    const probe = document.createElement("i");
    probe.hidden = true;
    probe.style.color = `color-mix(in srgb, ${text}, ${text})`;
    document.body.append(probe);
    const told = getComputedStyle(probe).color;
    probe.remove();
    if (!told.startsWith("color(srgb ")) return undefined;
    const [r, g, b, alpha = 1] = told.match(/-?[\d.]+(?:e-?\d+)?/g).map(Number);
    const colour = [r, g, b].map((part) => Math.min(Math.max(part, 0), 1));
    return ground ? mixed(ground, colour, alpha) : colour;
  }

  const written = (colour) => `rgb(${colour.map((part) => Math.round(part * 255)).join(" ")})`;

  Object.defineProperty(window, "candourColours", { value: { palette, contrast, colourOf, written } });
})();
