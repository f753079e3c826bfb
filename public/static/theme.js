// Runs before the first paint: the page knows that scripts run, and which theme was chosen.
document.documentElement.classList.add("js");
try {
  const theme = localStorage.getItem("errdocs-theme");
  if (theme === "light" || theme === "dark") document.documentElement.dataset.theme = theme;
} catch {
  // Storage is refused: the theme follows the system.
}
