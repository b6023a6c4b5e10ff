"""Draws the pictures of links to pages in docs/assets/social/: those that are not as they must be.

Needs Chromium and the font NanumGothic (Debian's fonts-nanum).
"""

from __future__ import annotations

import base64
import shutil
import sys
from pathlib import Path

from playwright.sync_api import Page, sync_playwright

from macros.social import HEIGHT, WIDTH, Card, cards, is_right, palette, png, sites
from takeaway.pdf import NAMES

REPO = Path(__file__).parents[1]
FOLDER = REPO / "docs" / "assets" / "social"
# What the page shows, each dot as the number of the nearest colour, two of them in a byte.
DOTS = """
async ([shot, colours]) => {
  const image = new Image();
  image.src = `data:image/png;base64,${shot}`;
  await image.decode();
  const canvas = new OffscreenCanvas(image.width, image.height);
  const context = canvas.getContext("2d");
  context.drawImage(image, 0, 0);
  const { data } = context.getImageData(0, 0, image.width, image.height);
  const known = new Map();
  const nearest = at => {
    const key = (data[at] << 16) | (data[at + 1] << 8) | data[at + 2];
    if (!known.has(key)) {
      const far = colour =>
        colour.reduce((sum, value, n) => sum + (value - data[at + n]) ** 2, 0);
      let best = 0;
      colours.forEach((colour, n) => { if (far(colour) < far(colours[best])) best = n; });
      known.set(key, best);
    }
    return known.get(key);
  };
  let text = "";
  for (let at = 0; at < data.length; at += 8) {
    text += String.fromCharCode((nearest(at) << 4) | nearest(at + 4));
  }
  return btoa(text);
}
"""


def main() -> int:
    """Draw what is missing or no longer right, remove what no page has; returns the exit code."""
    wanted = {card.name: card for card in cards(REPO / "docs", sites(REPO))}
    FOLDER.mkdir(exist_ok=True)
    for path in FOLDER.glob("*.png"):
        if path.name not in wanted:
            path.unlink()
            print(f"removed {path.name}")
    stale = [card for card in wanted.values() if not is_right(FOLDER / card.name, card)]
    if not stale:
        return 0
    executable = next(filter(None, map(shutil.which, NAMES)), None)
    if executable is None:
        print(f"drawing needs one of {', '.join(NAMES)}: apt-get install chromium", file=sys.stderr)
        return 1
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=executable, args=["--no-sandbox"])
        page = browser.new_page(viewport={"width": WIDTH, "height": HEIGHT})
        for card in stale:
            (FOLDER / card.name).write_bytes(draw(page, card))
            print(f"drew {card.name}")
        browser.close()
    return 0


def draw(page: Page, card: Card) -> bytes:
    """Return a picture as a PNG file."""
    page.set_content(card.html)
    shot = base64.b64encode(page.screenshot()).decode()
    dots = page.evaluate(DOTS, [shot, palette()])
    return png(base64.b64decode(dots), card.source)


if __name__ == "__main__":
    sys.exit(main())
