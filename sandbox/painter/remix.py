"""Repaints a photo by a prompt: the photo gives the composition; the prompt gives the place, its light and a thing."""

import random
from dataclasses import replace

from PIL import Image, ImageDraw, ImageFilter

from sandbox.painter import inks
from sandbox.painter.canvas import Canvas
from sandbox.painter.painter import put
from sandbox.painter.palette import Palette, darker, lighter, palette
from sandbox.painter.photo import foreground, png
from sandbox.painter.places import PLACES
from sandbox.painter.reading import Scene, read
from sandbox.painter.scenery import Stage
from sandbox.painter.style import LOOKS, brush, finish
from sandbox.painter.weather import fall


def remix(ground: Image.Image, prompt: str, *, seed: int, fidelity: float, model: str, steps: int) -> bytes:
    """Return the photo repainted as PNG; the same arguments always give the same picture.

    Args:
        ground: The photo, at the size of the result.
        prompt: The prompt, in English or Chinese.
        seed: Decides everything that the prompt leaves open.
        fidelity: The share of the photo that stays, 0 to 1.
        model: The look: `basic`, `anime` or `art`.
        steps: The fineness of the brush work of `art`; higher is finer.
    """
    rng = random.Random(f"{prompt}|{seed}")
    scene = read(prompt, rng)
    colours = palette(scene.time, scene.season, scene.weather)
    canvas = Canvas(ground.width, ground.height, LOOKS[model], colours.light, colours.shadow)
    PLACES[scene.place](canvas, colours, replace(scene, subject=""), rng)
    large = _lit(ground, colours, model, fidelity).resize((canvas.width, canvas.height), Image.Resampling.BICUBIC)
    stays = inks.curve(_subject(ground), lambda i: 255 * (0.1 + 0.8 * fidelity) + i * (0.8 - 0.3 * fidelity))
    stays = stays.resize(large.size, Image.Resampling.BICUBIC).filter(ImageFilter.BoxBlur(canvas.unit / 90))
    canvas.image.paste(large, (0, 0), stays)
    if model == "art":
        canvas.image = brush(canvas.image, steps, rng)
    _companion(canvas, colours, scene, rng)
    fall(canvas, colours, scene, rng)
    picture = finish(canvas.image, model, ground.size, rng)
    return png(Image.blend(picture, ground, 0.6 * fidelity**2))


def _subject(ground: Image.Image) -> Image.Image:
    """Return a small soft mask of the photo's subject."""
    mask = foreground(ground)
    head = inks.find_head(ground)
    if head:
        across, down = mask.width / ground.width, mask.height / ground.height
        bottom = head.y + head.half * 1.5
        box = (
            (head.x - head.half * 1.25) * across,
            head.top * down,
            (head.x + head.half * 1.25) * across,
            bottom * down,
        )
        ImageDraw.Draw(mask).ellipse(box, fill=255)
    return mask.filter(ImageFilter.GaussianBlur(1))


def _lit(ground: Image.Image, colours: Palette, model: str, fidelity: float) -> Image.Image:
    """Return the photo in the light of the place, drawn in the model's look."""
    image = ground if model == "art" else inks.cel(ground, 24 if model == "anime" else 12)
    tones = (darker(colours.shadow, 0.4), colours.rock, colours.haze, lighter(colours.light, 0.2))
    light = inks.graded(ground.convert("L"), *tones)
    image = Image.blend(inks.saturated(image, 1.2, 1.05), light, 0.5 * (1 - fidelity))
    if model != "art":
        inks.ink(image, inks.lines(ground, 2.2, 10, 3), darker(colours.shadow, 0.6))
    return image


def _companion(canvas: Canvas, colours: Palette, scene: Scene, rng: random.Random) -> None:
    """Paint the subject of the prompt into a lower corner, where it does not hide the photo's own subject."""
    side = rng.choice([0.19, 0.81])
    far = canvas.width * (1 - side), canvas.height * 0.7
    stage = Stage(canvas.width * side, canvas.height * 0.95, canvas.unit * 0.19, *far)
    alone = replace(scene, backdrop="", place="", subject="" if scene.subject == "person" else scene.subject)
    put(canvas, colours, alone, stage, rng)
