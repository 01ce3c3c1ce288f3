"""Defines colours: the named ones, and the palette of a picture by time of day, season and weather."""

from dataclasses import dataclass

Colour = tuple[int, int, int]


def mix(a: Colour, b: Colour, t: float) -> Colour:
    """Return the colour at t (0 to 1) between a and b."""
    return (round(a[0] + (b[0] - a[0]) * t), round(a[1] + (b[1] - a[1]) * t), round(a[2] + (b[2] - a[2]) * t))


def lighter(colour: Colour, t: float) -> Colour:
    """Return the colour mixed with white."""
    return mix(colour, (255, 255, 255), t)


def darker(colour: Colour, t: float) -> Colour:
    """Return the colour mixed with a deep violet, which looks livelier than black."""
    return mix(colour, (18, 12, 40), t)


NAMED: dict[str, Colour] = {
    "red": (200, 62, 44),
    "orange": (235, 128, 44),
    "golden": (232, 178, 62),
    "yellow": (244, 208, 82),
    "green": (86, 158, 92),
    "blue": (72, 120, 200),
    "purple": (132, 88, 178),
    "pink": (238, 146, 172),
    "white": (242, 242, 246),
    "black": (46, 44, 58),
    "grey": (142, 148, 162),
    "brown": (140, 94, 62),
}


@dataclass(frozen=True, slots=True)
class Palette:
    """Holds the colours of one picture.

    Attributes:
        sky: The sky, from the zenith down to the horizon.
        light: Sun, moon and lit parts.
        shadow: The colour that shaded parts are mixed with.
        haze: The colour that distant parts fade into.
        rock: Mountains.
        leaf: Trees.
        ground: Foreground in the light.
        water: Deep water.
    """

    sky: tuple[Colour, ...]
    light: Colour
    shadow: Colour
    haze: Colour
    rock: Colour
    leaf: Colour
    ground: Colour
    water: Colour


_HOURS: dict[str, Palette] = {
    "day": Palette(
        ((58, 134, 208), (126, 190, 234), (206, 232, 240), (250, 240, 220)),
        (255, 244, 214), (52, 70, 128), (206, 224, 234), (110, 132, 164), (66, 122, 78), (132, 176, 92), (44, 112, 158),
    ),
    "dawn": Palette(
        ((96, 124, 186), (168, 170, 212), (240, 190, 192), (255, 226, 190)),
        (255, 232, 202), (74, 66, 126), (236, 208, 212), (126, 122, 166), (82, 112, 102), (142, 160, 112),
        (92, 116, 168),
    ),
    "sunset": Palette(
        ((50, 38, 96), (142, 62, 116), (236, 108, 88), (255, 186, 104), (255, 226, 158)),
        (255, 206, 132), (58, 28, 84), (240, 146, 112), (106, 62, 108), (62, 52, 76), (112, 74, 82), (110, 58, 112),
    ),
    "night": Palette(
        ((8, 14, 42), (18, 34, 82), (40, 70, 128), (88, 120, 168)),
        (240, 238, 214), (6, 8, 34), (66, 94, 146), (42, 58, 104), (22, 48, 66), (34, 62, 78), (14, 34, 74),
    ),
}  # fmt: skip


def palette(time: str, season: str, weather: str) -> Palette:
    """Return the colours for a time of day, a season ("" for none in particular) and the weather."""
    base = _HOURS[time]
    sky, leaf, ground, haze = base.sky, base.leaf, base.ground, base.haze
    if season == "winter" or weather == "snow":
        snow = mix((244, 248, 255), base.sky[-2], 0.14 if time != "night" else 0.45)
        leaf, ground = mix(leaf, (58, 88, 108), 0.6), snow
        if time == "day":
            sky = ((116, 158, 204), (168, 196, 226), (222, 222, 234), (255, 230, 208))
            haze = (226, 228, 238)
    elif season == "autumn":
        leaf, ground = mix(leaf, (206, 98, 38), 0.75), mix(ground, (190, 138, 70), 0.55)
    elif season == "spring":
        leaf, ground = mix(leaf, (244, 172, 196), 0.7), mix(ground, (150, 200, 110), 0.4)
    if weather in {"rain", "fog"}:
        grey = (112, 126, 146) if time != "night" else (32, 42, 66)
        sky = tuple(mix(colour, grey, 0.6) for colour in sky)
        haze, ground = mix(haze, grey, 0.4), mix(ground, grey, 0.35)
    return Palette(sky, base.light, base.shadow, haze, base.rock, leaf, ground, base.water)
