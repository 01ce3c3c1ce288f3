"""The shipped files themselves, judged by the programs that will read them on a server."""

import json
import re
import shutil
import sys
import tomllib
from collections.abc import Iterator
from fnmatch import fnmatch
from pathlib import Path

import pytest

from bot.job import Outcome, State
from bot.metrics import Metrics
from tests.support.programs import DEPLOY, ROOT, run

EXPOSURE = 25  # tenths
ALERTS = DEPLOY / "prometheus" / "alerts.yml"
ALERTS_TEST = Path(__file__).with_name("alerts_test.yml")


@pytest.fixture(params=["huabot.service", "huabot@.service"])
def unit(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    """The systemd unit, but with a Python that is there."""
    text = (DEPLOY / request.param).read_text(encoding="utf-8")
    assert "/opt/huabot/.venv/bin/python -m bot run\n" in text
    unit = tmp_path / str(request.param).replace("@", "@8081")
    unit.write_text(text.replace("/opt/huabot/.venv/bin/python", sys.executable), encoding="utf-8")
    return unit


def test_the_unit_says_nothing_that_systemd_does_not_know(unit: Path) -> None:
    assert run("systemd-analyze", "verify", "--man=no", unit) == (0, "")


def test_the_unit_exposes_little(unit: Path) -> None:
    code, report = run("systemd-analyze", "security", "--offline=true", f"--threshold={EXPOSURE}", "--no-pager", unit)
    assert code == 0, report
    assert "Overall exposure level" in report


def test_the_unit_waits_for_network_and_time(unit: Path) -> None:
    lines = unit.read_text(encoding="utf-8").splitlines()
    for order in ("Wants", "After"):
        assert f"{order}=network-online.target time-sync.target" in lines


def test_a_wrong_setting_does_not_restart_the_unit_and_nothing_else_ends_it(unit: Path) -> None:
    lines = unit.read_text(encoding="utf-8").splitlines()
    assert {"Restart=on-failure", "RestartPreventExitStatus=2", "StartLimitIntervalSec=0", "RestartSec=5"} <= set(lines)
    (patience,) = (int(line.partition("=")[2]) for line in lines if line.startswith("TimeoutStopSec="))
    assert patience >= 15


def test_prometheus_takes_config_and_rules() -> None:
    code, output = run("promtool", "check", "config", DEPLOY / "prometheus" / "prometheus.yml")
    assert code == 0, output
    assert "alerts.yml" in output


def test_each_alert_fires_and_is_silent() -> None:
    code, output = run("promtool", "test", "rules", ALERTS_TEST)
    assert code == 0, output
    alerts = re.findall(r"alert: (\w+)", ALERTS.read_text(encoding="utf-8"))
    assert len(alerts) >= 8
    tried = ALERTS_TEST.read_text(encoding="utf-8")
    for alert in alerts:
        assert re.search(rf"alertname: {alert}\n.*\n +exp_alerts:\n +- exp_labels", tried), alert
        assert re.search(rf"alertname: {alert}, .*exp_alerts: \[\]", tried), alert


def test_alerts_speak_of_numbers_that_exist() -> None:
    rules = ALERTS.read_text(encoding="utf-8")
    shown = {line.split()[2] for line in Metrics().render().decode().splitlines() if line.startswith("# TYPE")}
    names = set(re.findall(r"\bhuabot_\w+", rules))
    assert len(names) >= 8
    assert {name.removesuffix("_bucket") for name in names} <= shown
    assert values("state", rules) <= set(State)
    assert values("outcome", rules) <= set(Outcome)


def test_the_dashboard_asks_for_numbers_that_exist(tmp_path: Path) -> None:
    dashboard = json.loads((DEPLOY / "grafana" / "huabot.json").read_text(encoding="utf-8"))
    asked = [target["expr"] for panel in dashboard["panels"] for target in panel["targets"]]
    assert len(asked) >= 15
    shown = {line.split()[2] for line in Metrics().render().decode().splitlines() if line.startswith("# TYPE")}
    everything = "\n".join(asked)
    named = {name.removesuffix("_bucket") for name in re.findall(r"\bhuabot_\w+", everything)}
    assert named <= shown
    assert values("state", everything) <= set(State)
    assert values("outcome", everything) <= set(Outcome)
    # The dashboard's own variable stands for a duration.
    rules = [{"record": f"q{n}", "expr": query.replace("$__rate_interval", "5m")} for n, query in enumerate(asked)]
    file = tmp_path / "rules.json"  # which is YAML, too
    file.write_text(json.dumps({"groups": [{"name": "dashboard", "rules": rules}]}), encoding="utf-8")
    code, output = run("promtool", "check", "rules", file)
    assert code == 0, output


def test_what_there_is_an_alert_for_is_on_the_dashboard() -> None:
    files = ("prometheus/alerts.yml", "grafana/huabot.json")
    alerts, dashboard = (
        {name.removesuffix("_bucket") for name in re.findall(r"\bhuabot_\w+", text)}
        for text in ((DEPLOY / file).read_text(encoding="utf-8") for file in files)
    )
    assert alerts
    assert alerts <= dashboard


@pytest.mark.parametrize("file", ["prometheus/alerts.yml", "grafana/huabot.json"])
def test_labels_are_those_that_the_bot_gives(file: str) -> None:
    asked = (DEPLOY / file).read_text(encoding="utf-8").replace('\\"', '"')
    given = {label for metric in vars(Metrics()).values() for label in getattr(metric, "_labelnames", ())}
    by_prometheus = {"instance", "job", "le"}
    grouped = {label for group in re.findall(r"\bby \(([^)]*)\)", asked) for label in group.split(", ")}
    chosen = set(re.findall(r'[{,]\s*(\w+)=~?"', asked))
    assert grouped | chosen
    assert grouped | chosen <= given | by_prometheus
    # What stands for a value is spelled so somewhere in the bot; of a pattern, what is before the dot.
    code = "\n".join(path.read_text(encoding="utf-8") for path in (ROOT / "bot").rglob("*.py"))
    for label in chosen & {"result", "step", "status", "method"}:
        for value in values(label, asked):
            words = [word for word in re.split(r"[.*\d]+", value) if word]
            assert all(re.search(rf"\b{word}\b", code) for word in words), value


def values(label: str, rules: str) -> set[str]:
    """Return the values of a label that the rules ask for."""
    found = {value for pattern in re.findall(rf'{label}=~?"([^"]+)"', rules) for value in pattern.split("|")}
    assert found
    return found


@pytest.fixture
def compose(tmp_path: Path) -> Path:
    """The top folder as on a server: compose file and filled-in settings."""
    text = (ROOT / "compose.yaml").read_text(encoding="utf-8")
    # Debian's docker-compose is older than the project's name.
    (tmp_path / "compose.yaml").write_text(text.replace("name: huabot\n", "", 1), encoding="utf-8")
    settings = (ROOT / ".env.example").read_text(encoding="utf-8")
    filled = settings.replace("PUBLIC_URL=\n", "PUBLIC_URL=https://bot.example.org\n")
    (tmp_path / ".env").write_text(filled, encoding="utf-8")
    return tmp_path


def services(config: str) -> dict[str, set[str]]:
    """Return the lines of each service, as docker-compose prints them."""
    found: dict[str, set[str]] = {}
    for line in config.partition("services:\n")[2].partition("\nversion:")[0].splitlines():
        if re.match(r"  \w", line):
            service = found.setdefault(line.strip(" :"), set())
        else:
            service.add(line.strip())
    return found


def test_compose_runs_both_with_little_power(compose: Path) -> None:
    code, config = run("docker-compose", "config", cwd=compose)
    assert code == 0, config
    shown = services(config)
    assert set(shown) == {"bot", "caddy"}
    for lines in shown.values():
        assert {"read_only: true", "- ALL", "- no-new-privileges:true", "restart: unless-stopped"} <= lines
        assert {"stop_grace_period: 20s", "max-size: 10m"} <= lines
        assert [line for line in lines if line.startswith("mem_limit")]
    assert "DATABASE_URL: sqlite:////data/huabot.db" in shown["bot"]
    assert "- 127.0.0.1:8080:8080/tcp" in shown["bot"]
    assert "HUABOT_DOMAIN: https://bot.example.org" in shown["caddy"]

    (compose / ".env").write_text("TELEGRAM_TOKEN=1:a\n", encoding="utf-8")
    code, output = run("docker-compose", "config", cwd=compose)
    assert code != 0
    assert "PUBLIC_URL" in output


def test_compose_runs_three_on_one_postgresql(compose: Path) -> None:
    text = (ROOT / "compose.replicas.yaml").read_text(encoding="utf-8").replace("name: huabot\n", "", 1)
    (compose / "compose.yaml").write_text(text, encoding="utf-8")
    code, output = run("docker-compose", "config", cwd=compose)
    assert code != 0
    assert "is missing in .env" in output
    with (compose / ".env").open("a", encoding="utf-8") as env:
        env.write("\nSECRET_KEY=one-key-for-all-of-them\nPOSTGRES_PASSWORD=abc\n")
    code, config = run("docker-compose", "config", cwd=compose)
    assert code == 0, config
    shown = services(config)
    started = {name for name, lines in shown.items() if "profiles:" not in lines}
    assert started == {"bot1", "bot2", "bot3", "caddy", "postgres"}
    # Each is asked by Prometheus on this machine; in everything else they are the same.
    ports = {name: {line for line in shown[name] if line.endswith(":8080/tcp")} for name in ("bot1", "bot2", "bot3")}
    assert list(ports.values()) == [{f"- 127.0.0.1:{port}:8080/tcp"} for port in (8081, 8082, 8083)]
    assert shown["bot1"] - ports["bot1"] == shown["bot2"] - ports["bot2"] == shown["bot3"] - ports["bot3"]
    assert {"DATABASE_URL: postgresql://huabot:abc@postgres/huabot", "TELEGRAM_MODE: webhook"} <= shown["bot1"]
    assert "HUABOT_UPSTREAMS: bot1:8080 bot2:8080 bot3:8080" in shown["caddy"]


def test_compose_moves_what_the_single_bot_has_left(compose: Path) -> None:
    single, several = ((ROOT / name).read_text(encoding="utf-8") for name in ("compose.yaml", "compose.replicas.yaml"))
    for text in (single, several):  # so the volume is the same one
        assert "\nname: huabot\n" in text
        assert re.search(r"^volumes:\n(?:  .*\n)*  data:$", text, re.MULTILINE)
    (compose / "compose.yaml").write_text(several.replace("name: huabot\n", "", 1), encoding="utf-8")
    with (compose / ".env").open("a", encoding="utf-8") as env:
        env.write("\nSECRET_KEY=one-key-for-all-of-them\nPOSTGRES_PASSWORD=abc\n")
    code, config = run("docker-compose", "--profile", "move", "config", cwd=compose)
    assert code == 0, config
    shown = services(config)
    assert {"- data:/old:rw", "DATABASE_URL: postgresql://huabot:abc@postgres/huabot"} <= shown["move"]
    assert {"- move", "- --from", "- sqlite:////old/huabot.db", "user: 10001:10001"} <= shown["move"]
    assert not {line for line in shown["move"] if line.endswith("/tcp")}


@pytest.mark.parametrize(
    ("name", "file"),
    [
        ("bot.example.org", "Caddyfile"),
        ("https://bot.example.org", "Caddyfile"),
        ("https://Bot.example.org/", "Caddyfile"),
        ("bot.example.org", "Caddyfile.replicas"),
    ],
)
def test_caddy_serves_a_named_site_with_tls(name: str, file: str, tmp_path: Path) -> None:
    homes = {"HOME": str(tmp_path), "XDG_CONFIG_HOME": str(tmp_path), "XDG_DATA_HOME": str(tmp_path)}
    arguments = ("--adapter", "caddyfile", "--config", DEPLOY / file)
    code, output = run("caddy", "validate", *arguments, settings={**homes, "HUABOT_DOMAIN": name})
    assert code == 0, output
    assert "not formatted" not in output
    code, output = run("caddy", "adapt", *arguments, settings={**homes, "HUABOT_DOMAIN": name})
    adapted, _ = json.JSONDecoder().raw_decode(output[output.index('{"admin"') :])
    (server,) = adapted["apps"]["http"]["servers"].values()
    assert server["listen"] == [":443"]
    assert server["routes"][0]["match"][0]["host"] == ["bot.example.org"]
    assert "match" not in server["routes"][-1], "what no route takes is an empty 200 of Caddy's"
    assert "logs" not in server


def instructions() -> Iterator[tuple[str, str]]:
    """Yield the Dockerfile's instructions, each on one line."""
    text = re.sub(r"^#.*\n", "", (DEPLOY / "Dockerfile").read_text(encoding="utf-8"), flags=re.MULTILINE)
    for line in re.sub(r"\\\n\s*", "", text).splitlines():
        if line:
            name, _, rest = line.partition(" ")
            yield name, rest.strip()


def test_the_image_is_small_at_the_end_and_runs_as_nobody_s_root() -> None:
    names = [name for name, _ in instructions()]
    bases = [rest.split()[0] for name, rest in instructions() if name == "FROM"]
    assert bases == ["${BASE}", "base", "base"]
    assert next(rest for name, rest in instructions() if name == "ARG") == "BASE=debian:bookworm-slim"
    last_stage = list(instructions())[len(names) - names[::-1].index("FROM") :]
    given = dict(last_stage)
    assert re.fullmatch(r"\d+:\d+", given["USER"])
    order = [name for name, _ in last_stage]
    assert order.index("USER") < order.index("ENTRYPOINT")
    assert not [
        rest
        for name, rest in last_stage
        if name == "RUN" and re.search(r"\b(pip|apt|apt-get)\b[^&|;]*\binstall\b", rest)
    ]
    assert json.loads(given["ENTRYPOINT"]) + json.loads(given["CMD"]) == ["python", "-m", "bot", "run", "--keep-trying"]
    assert given["STOPSIGNAL"] == "SIGTERM"
    assert any("--require-hashes" in rest for name, rest in instructions() if name == "RUN")


def test_what_the_image_gets_is_enough_to_run(tmp_path: Path) -> None:
    wanted = (ROOT / ".dockerignore").read_text(encoding="utf-8").splitlines()
    for name, rest in instructions():
        if name == "COPY" and not rest.startswith("--from"):
            source, target = rest.split()
            assert f"!{source}" in wanted
            if (ROOT / source).is_dir():
                shutil.copytree(ROOT / source, tmp_path / target, ignore=shutil.ignore_patterns("__pycache__"))
            else:
                shutil.copy(ROOT / source, tmp_path / target)
    settings = {"TELEGRAM_TOKEN": "", "PYTHONPATH": "", "PYTHONDONTWRITEBYTECODE": "1"}
    code, output = run(sys.executable, "-m", "bot", "run", cwd=tmp_path, settings=settings)
    assert (code, output.startswith("huabot: TELEGRAM_TOKEN, APISPACE_TOKEN and PUBLIC_URL are missing")) == (
        2,
        True,
    ), output


def test_neither_the_image_nor_the_package_holds_a_stand_in() -> None:
    copied = {rest.split()[0] for name, rest in instructions() if name == "COPY" and not rest.startswith("--from")}
    assert copied == {"requirements.txt", "bot", "storage"}
    everything, *let_in = (ROOT / ".dockerignore").read_text(encoding="utf-8").splitlines()[1:]
    assert everything == "*"
    assert {line for line in let_in if line.startswith("!")} == {f"!{name}" for name in copied}
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    patterns = project["tool"]["setuptools"]["packages"]["find"]["include"]
    packages = {path.parent.name for path in ROOT.glob("*/__init__.py")}
    assert packages == {"bot", "storage", "sandbox"}
    assert {name for name in packages if any(fnmatch(name, pattern) for pattern in patterns)} == {"bot", "storage"}
