"""Reads a prompt: finds the English or Chinese words that describe the picture."""

import random
import re
from dataclasses import dataclass

SUBJECTS: dict[str, str] = {
    "fox": "fox|foxes|vixen|狐狸|狐",
    "cat": "cat|cats|kitten|kitty|猫",
    "dog": "dog|dogs|puppy|corgi|wolf|狗|犬|柯基|狼",
    "rabbit": "rabbit|rabbits|bunny|hare|兔",
    "bird": "bird|birds|crane|swallow|eagle|parrot|鸟|鹤|燕|鹰",
    "fish": "fish|koi|goldfish|carp|鱼|锦鲤|鲤",
    "dragon": "dragon|dragons|龙",
    "person": "person|portrait|girl|boy|woman|man|princess|wizard|人|女孩|少女|男孩|少年|肖像|公主",
    "lighthouse": "lighthouse|lighthouses|beacon|灯塔",
    "castle": "castle|castles|palace|tower|(?<!灯)塔|城堡|宫殿",
    "house": "house|cottage|cabin|hut|home|房子|小屋|木屋|屋子",
    "boat": "boat|boats|ship|sailboat|sail|船|帆",
    "flower": "flower|flowers|rose|roses|tulip|lotus|sunflower|peony|花|玫瑰|莲|牡丹",
    "tree": "tree|trees|oak|willow|树|柳",
}  # fmt: skip

_PLACES: dict[str, str] = {
    "rooftop": "rooftop|roof|roofs|屋顶|房顶",
    "clouds": "cloud|clouds|heaven|floating|云",
    "pond": "pond|lotus pond|池塘|池|荷塘",
    "city": "city|town|street|skyline|cyberpunk|城市|都市|街",
    "sea": "sea|ocean|beach|coast|island|海|沙滩|岛",
    "lake": "lake|river|water|湖|江|河|水",
    "forest": "forest|wood|woods|jungle|pine|pines|森林|树林|松",
    "mountains": "mountain|mountains|hill|hills|valley|cliff|alps|山|谷",
    "meadow": "meadow|field|garden|grass|prairie|草|田|花园|原野",
}

_TIMES: dict[str, str] = {
    "night": "night|midnight|moon|moonlit|moonlight|star|stars|starry|aurora|夜|月|星",
    "sunset": "sunset|dusk|evening|twilight|sundown|日落|黄昏|夕阳|傍晚|晚霞",
    "dawn": "dawn|sunrise|morning|dream|dreamy|fantasy|日出|清晨|早晨|黎明|梦",
    "day": "day|noon|sunny|sun|blue sky|白天|晴|太阳",
}

_SEASONS: dict[str, str] = {
    "winter": "winter|ice|frozen|冬|冰",
    "autumn": "autumn|fall|maple|秋|枫",
    "spring": "spring|blossom|blossoms|cherry|sakura|春|樱",
    "summer": "summer|夏",
}

_WEATHERS: dict[str, str] = {
    "snow": "snow|snowy|snowing|blizzard|雪",
    "rain": "rain|rainy|raining|storm|stormy|雨|暴风",
    "fog": "fog|foggy|mist|misty|haze|雾",
}

_COLOURS: dict[str, str] = {
    "red": "red|crimson|scarlet|红|赤",
    "orange": "orange|橙|橘",
    "golden": "golden|gold|金",
    "yellow": "yellow|黄色|黄",
    "green": "green|emerald|绿|翠",
    "blue": "blue|azure|cyan|蓝|青",
    "purple": "purple|violet|lavender|紫",
    "pink": "pink|粉",
    "white": "white|白色|白狐|白猫|白兔|白马|白",
    "black": "black|黑",
    "grey": "grey|gray|silver|灰|银",
    "brown": "brown|棕|褐",
}


@dataclass(frozen=True, slots=True)
class Scene:
    """Describes the picture that a prompt asks for.

    Attributes:
        subject: One of `SUBJECTS`, or "" for a picture of a place.
        place: The name of the place.
        time: `day`, `dawn`, `sunset` or `night`.
        season: `spring`, `summer`, `autumn`, `winter` or "".
        weather: `snow`, `rain`, `fog` or "".
        colour: Name of the subject's colour, or "".
        backdrop: A second subject in the distance, or "".
        aurora: Whether northern lights or the like fill the sky.
    """

    subject: str
    place: str
    time: str
    season: str
    weather: str
    colour: str
    backdrop: str
    aurora: bool


def read(prompt: str, rng: random.Random) -> Scene:
    """Return the scene of a prompt; open choices are random, and without known words everything is."""
    text = prompt.lower()
    subjects = _mentioned(text, SUBJECTS)
    places = _mentioned(text, _PLACES)
    times, seasons, weathers = (_mentioned(text, table) for table in (_TIMES, _SEASONS, _WEATHERS))
    subject = subjects[0] if subjects else ""
    weather = weathers[0] if weathers else ""
    time = times[0] if times else ""
    known = bool(subjects or places or times or seasons or weathers)
    if not known:
        subject = rng.choice(["", "boat"])
        time = rng.choice(["night", "night", "dawn", "sunset"])
    season = seasons[0] if seasons else ("winter" if weather == "snow" else "")
    place = places[0] if places else rng.choice(_natural_places(subject, weather))
    colours = _mentioned(text, _COLOURS)
    backdrop = next((name for name in subjects[1:] if name in {"castle", "house", "tree", "boat", "lighthouse"}), "")
    aurora = (not known and time == "night") or bool(re.search(r"aurora|极光", text))
    return Scene(
        subject,
        place,
        time or _natural_time(text, season, rng),
        season,
        weather,
        colours[0] if colours else "",
        backdrop,
        aurora,
    )


def _natural_time(text: str, season: str, rng: random.Random) -> str:
    if re.search(r"\bstorm|暴风", text):
        return "night"
    return "dawn" if season == "winter" else rng.choice(["day", "day", "dawn"])


def _natural_places(subject: str, weather: str) -> list[str]:
    if subject == "fish":
        return ["pond"]
    if subject in {"boat", "lighthouse"}:
        return ["sea", "lake"] if subject == "boat" else ["sea"]
    if subject in {"flower", "rabbit", "person"}:
        return ["meadow"]
    if subject in {"castle", "dragon", "bird"}:
        return ["mountains", "clouds"] if subject == "dragon" else ["mountains", "lake"]
    if weather == "snow" or subject == "fox":
        return ["forest"]
    return ["meadow", "lake", "mountains", "forest"] if subject else ["lake", "mountains", "sea", "forest"]


def _mentioned(text: str, table: dict[str, str]) -> list[str]:
    """Return the names whose words occur, in order of first mention, longer words first."""
    found: list[tuple[int, int, str]] = []
    for name, words in table.items():
        for word in words.split("|"):
            hit = re.search(rf"\b{word}\b" if word.isascii() else word, text)
            if hit:
                found.append((hit.start(), -len(word), name))
    names = [name for _, _, name in sorted(found)]
    return list(dict.fromkeys(names))
