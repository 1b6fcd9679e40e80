"""The plot of coverage: a column for each month, what is held in front of what the serials imply."""

from __future__ import annotations

from html import escape

from reftel.archive.missing.coverage import Month

WIDTH, HEIGHT, LEFT, BELOW = 960, 320, 60, 50


def svg(months: tuple[Month, ...], title: str) -> str:
    """The drawing as SVG, in the colours of whatever page it is shown on."""
    highest = max([1.0, *(float(month.most or month.implied) for month in months)])
    step = (WIDTH - LEFT) / max(1, len(months))
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT + BELOW}" role="img" '
        f'font-family="sans-serif" font-size="12" fill="currentColor">',
        f"<title>{escape(title)}: telegrams held and implied by serials, by month</title>",
        *_axis(highest),
    ]
    for at, month in enumerate(months):
        parts += _column(month, LEFT + at * step, step, HEIGHT / highest)
        if month.month.endswith("-01") or at == 0:
            parts.append(f'<text x="{LEFT + at * step:.1f}" y="{HEIGHT + 20}">{month.month[:4]}</text>')
    legend = "dark: held; light: implied by serials; line: least to most"
    parts.append(f'<text x="{LEFT}" y="{HEIGHT + 42}">{escape(title)}. {legend}</text></svg>')
    return "\n".join(parts) + "\n"


def _axis(highest: float) -> list[str]:
    made = []
    for share in (0.0, 0.5, 1.0):
        y = HEIGHT * (1 - share)
        made.append(f'<text x="{LEFT - 8}" y="{y + 12:.1f}" text-anchor="end">{highest * share:.0f}</text>')
        made.append(
            f'<line x1="{LEFT}" x2="{WIDTH}" y1="{y:.1f}" y2="{y:.1f}" stroke="currentColor" stroke-opacity="0.2"/>'
        )
    return made


def _column(month: Month, x: float, step: float, scale: float) -> list[str]:
    said = f"{month.month}: {month.held} held, {month.implied:.0f} implied ({month.least} to {month.most or '?'})"
    made = [f"<g><title>{said}</title>"]
    for count, opacity in ((month.implied, 0.25), (float(month.held), 0.75)):
        tall = count * scale
        made.append(
            f'<rect x="{x:.1f}" y="{HEIGHT - tall:.1f}" width="{step * 0.8:.1f}" height="{tall:.1f}" '
            f'fill-opacity="{opacity}"/>'
        )
    if month.most is not None:
        middle = x + step * 0.4
        ends = HEIGHT - month.least * scale, HEIGHT - month.most * scale
        made.append(
            f'<line x1="{middle:.1f}" x2="{middle:.1f}" y1="{ends[0]:.1f}" y2="{ends[1]:.1f}" stroke="currentColor"/>'
        )
    return [*made, "</g>"]
