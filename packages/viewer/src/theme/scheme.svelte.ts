const prefersDark = matchMedia("(prefers-color-scheme: dark)");

let preferred = $state(prefersDark.matches);
let chosen: boolean | undefined = $state();
let printing = $state(false);

prefersDark.addEventListener("change", () => {
  preferred = prefersDark.matches;
});
window.addEventListener("beforeprint", () => {
  printing = true;
});
window.addEventListener("afterprint", () => {
  printing = false;
});

/** The colour scheme that the page is shown in: the reader's own, until another is chosen. */
export const scheme = {
  get dark(): boolean {
    return chosen ?? preferred;
  },
  /** Whether the ground is dark just now: paper is always white. */
  get darkGround(): boolean {
    return this.dark && !printing;
  },
  switchOver(): void {
    chosen = !this.dark;
    document.documentElement.style.colorScheme = chosen ? "dark" : "light";
  },
};
