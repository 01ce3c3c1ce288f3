"""Paints a prompt: reads it, then paints the place, the subject and the weather, and applies the model's look."""

import random
from collections.abc import Callable

from PIL import Image

from sandbox.painter import animals, creatures, places, things
from sandbox.painter.canvas import Canvas, Frame
from sandbox.painter.growth import tree
from sandbox.painter.pads import lily_pads
from sandbox.painter.palette import NAMED, Colour, Palette, mix, palette
from sandbox.painter.photo import png
from sandbox.painter.reading import Scene, read
from sandbox.painter.scenery import Stage
from sandbox.painter.style import LOOKS, brush, finish
from sandbox.painter.weather import fall

Subject = Callable[[Frame, Colour], None]

_SUBJECTS: dict[str, tuple[Subject, Colour]] = {
    "fox": (animals.fox, (222, 104, 42)),
    "cat": (animals.cat, (226, 150, 84)),
    "dog": (animals.dog, (208, 142, 82)),
    "rabbit": (animals.rabbit, (232, 222, 216)),
    "bird": (creatures.bird, (84, 134, 208)),
    "fish": (creatures.koi, (232, 88, 40)),
    "dragon": (creatures.dragon, (196, 58, 48)),
    "person": (creatures.person, (92, 122, 178)),
    "castle": (things.castle, (96, 108, 178)),
    "house": (things.house, (184, 84, 66)),
    "lighthouse": (things.lighthouse, (206, 58, 50)),
    "boat": (things.boat, (244, 226, 198)),
    "flower": (things.flower, (214, 54, 78)),
}
"""Subject → the function that paints it, and its natural colour."""


_FLIGHT: dict[str, tuple[float, float]] = {"bird": (0.95, 0.62), "dragon": (0.62, 0.8), "castle": (0.06, 0.94)}
"""Subject → its height above the stage, and its size relative to others."""


def sketch(prompt: str, *, width: int, height: int, seed: int) -> bytes:
    """Return a plain two-colour gradient as PNG, in about a millisecond: for tests that need many pictures."""
    rng = random.Random(f"{prompt}|{seed}")
    top, bottom = ([rng.randrange(*span) for _ in range(3)] for span in rng.sample([(0, 70), (176, 256)], 2))
    picture = Image.linear_gradient("L").resize((width, height), Image.Resampling.NEAREST)
    picture.putpalette(
        [round(a + (b - a) * step / 255) for step in range(256) for a, b in zip(top, bottom, strict=True)]
    )
    return png(picture)


def paint(prompt: str, *, width: int, height: int, seed: int, model: str = "art", steps: int = 20) -> bytes:
    """Return an illustration of the prompt as PNG; the same arguments always give the same picture.

    Args:
        prompt: What to paint, in English or Chinese; words that are not known are left to chance.
        width: In pixels.
        height: In pixels.
        seed: Decides everything that the prompt leaves open.
        model: The look: `basic`, `anime` or `art`.
        steps: The fineness of the brush work of `art`; higher is finer.
    """
    rng = random.Random(f"{prompt}|{seed}")
    scene = read(prompt, rng)
    colours = palette(scene.time, scene.season, scene.weather)
    canvas = Canvas(width, height, LOOKS[model], colours.light, colours.shadow)
    stage = places.PLACES[scene.place](canvas, colours, scene, rng)
    if model == "art":
        canvas.image = brush(canvas.image, steps, rng)
    put(canvas, colours, scene, stage, rng)
    fall(canvas, colours, scene, rng)
    return png(finish(canvas.image, model, (width, height), rng))


def put(canvas: Canvas, colours: Palette, scene: Scene, stage: Stage, rng: random.Random) -> None:
    """Paint the backdrop in the distance, then the subject on its stage, then the foreground."""
    if scene.backdrop in _SUBJECTS:
        painter, colour = _SUBJECTS[scene.backdrop]
        painter(canvas.frame(stage.far_x, stage.far_y, stage.size * 0.4), mix(colour, colours.haze, 0.3))
    if scene.subject == "tree":
        tree(canvas, stage.x, stage.y, stage.size * 2, colours, rng)
    elif scene.subject:
        painter, natural = _SUBJECTS[scene.subject]
        colour = NAMED[scene.colour] if scene.colour else natural
        if scene.colour == "red" and scene.subject == "fox":
            colour = natural
        lift, scale = _FLIGHT.get(scene.subject, (0, 1))
        dim = {"night": 0.2, "sunset": 0.08}.get(scene.time, 0)
        x = stage.x + canvas.unit * rng.uniform(-0.05, 0.05)
        size = stage.size * scale * rng.uniform(0.92, 1.02)
        frame = canvas.frame(x, stage.y - stage.size * lift, size, flip=rng.random() < 0.5)
        painter(frame, mix(colour, colours.shadow, dim))
    if scene.place == "clouds":
        places.cloud_front(canvas, colours, rng)
    elif scene.place == "pond":
        lily_pads(canvas, colours, rng)
