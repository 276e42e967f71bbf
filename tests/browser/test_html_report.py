"""The HTML report as a person meets it: in a real browser, which also says whether anything ran or loaded."""

from pathlib import Path
from typing import Any

import msgspec
import pytest

from linter.engine import check
from linter.formats import read_changes, read_snapshot
from linter.model import Finding, Location, Problem, Report, Trace, UserTrace
from linter.policy import load_packs
from linter.reporters import REPORTERS, Options
from tests.browser.conftest import Show, emulate
from tests.engine.world import NOW

EXAMPLE = Path(__file__).parents[2] / "examples" / "crm-online"

NAMES = (
    "<script>document.title='ran'</script>",
    "</style></title></script><script>document.title='ran'</script>",
    "<img src=x onerror=\"document.title='ran'\">",
    "\" onmouseover=\"document.title='ran'\" autofocus onfocus=\"document.title='ran'",
    "<svg onload=document.title='ran'>",
    "<iframe srcdoc=\"<script>parent.document.title='ran'</script>\">",
    "<base href=https://evil.example/><link rel=stylesheet href=//evil.example/a.css>",
    "<meta http-equiv=refresh content='0;url=https://evil.example/'>",
)
UNSEEN = "x\u202egnp.exe\x1b[31m\x00"

SHOWN = """
return [...document.querySelectorAll('.finding')].filter(each => each.checkVisibility()).map(each => each.id);
"""


def finding(number: int, **fields: Any) -> Finding:
    place = Location(path="changes.yaml", line=number + 1, column=3, end_column=6, text="  set: {}")
    made: dict[str, Any] = {
        "rule": f"pack/rule-{number % 7}",
        "title": f"Rule {number % 7}",
        "severity": ("error", "warning", "info")[number % 3],
        "message": f"`Person {number} <p{number}@x.example>` is not as it should be",
        "fingerprint": f"f{number}",
        "account": "acme",
        "user": f"p{number}",
        "location": place,
        "evidence": {"before.full_name": f"Person {number}", "account.purchased_users": 3},
        "why": "Because.",
    }
    return Finding(**{**made, **fields})


def write(*findings: Finding, **fields: Any) -> str:
    value = Report(**{"verdict": "denied", "findings": findings, **fields})
    return REPORTERS["html"](value, Options(inputs=("changes.yaml",), version="1.2.3"))


@pytest.fixture
def example() -> str:
    """The page of the shipped example."""
    report = check(
        read_changes([str(EXAMPLE / "changes.yaml")]),
        read_snapshot(str(EXAMPLE / "snapshot.yaml")),
        load_packs(["crm-online"]),
        now=NOW,
        trace=True,
    )
    return REPORTERS["html"](report, Options())


def texts(browser: Any, selector: str) -> list[str]:
    return [" ".join(each.text.split()) for each in browser.find_elements("css selector", selector)]


def press(browser: Any, *keys: str) -> None:
    from selenium.webdriver import ActionChains

    ActionChains(browser).send_keys(*keys).perform()


def settled(browser: Any) -> None:
    """Waits until what was asked for is drawn."""
    browser.execute_async_script(
        "const done = arguments[0]; requestAnimationFrame(() => requestAnimationFrame(() => done()))"
    )


def type_user(browser: Any, text: str) -> None:
    field = browser.find_element("id", "by-user")
    field.clear()
    field.send_keys(text)
    settled(browser)


def test_the_example_is_shown_without_a_complaint(show: Show, example: str) -> None:
    browser = show(example)
    assert texts(browser, "h1") == ["Denied"]
    assert "Do not rename an existing user" in texts(browser, ".group h3")
    assert texts(browser, "#users .card h3")[0].startswith("F C FC@COMPANY.EXAMPLE")
    assert texts(browser, "#users tr.changed .before mark")[:1] == ["name"]
    assert len(browser.find_elements("css selector", ".plot line.used")) > 2
    assert texts(browser, ".persons") == ["Billing admin throughout: F C <name@company.example>"]
    assert browser.get_log("browser") == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [360, 768, 1600])
def test_it_fits_every_width(show: Show, example: str, width: int, scheme: str) -> None:
    browser = show(example)
    emulate(browser, width=width, scheme=scheme)
    browser.refresh()
    wide = browser.execute_script(
        """return [...document.querySelectorAll("body *")]
        .filter(each => !each.closest("pre, .scroll, .skip, svg"))
        .filter(each => each.getBoundingClientRect().right > innerWidth + 1)
        .map(each => each.outerHTML.slice(0, 80))"""
    )
    assert wide == []
    assert browser.execute_script("return document.documentElement.scrollWidth") <= width


CONTRAST = """
const canvas = document.createElement("canvas").getContext("2d", {willReadFrequently: true});
const rgb = (colour) => {
  canvas.clearRect(0, 0, 1, 1); canvas.fillStyle = colour; canvas.fillRect(0, 0, 1, 1);
  return [...canvas.getImageData(0, 0, 1, 1).data];
};
const light = ([r, g, b]) => [r, g, b].map(v => v / 255)
  .map(v => v <= .04045 ? v / 12.92 : ((v + .055) / 1.055) ** 2.4)
  .reduce((sum, v, i) => sum + v * [.2126, .7152, .0722][i], 0);
const ground = (each) => {
  for (; each; each = each.parentElement) {
    const colour = rgb(getComputedStyle(each).backgroundColor);
    if (colour[3] > 0) return colour;
  }
  return [255, 255, 255];
};
const bad = [];
for (const each of document.querySelectorAll("body *")) {
  const own = [...each.childNodes].some(node => node.nodeType === 3 && node.data.trim());
  if (!own || each.closest("svg, script, option, .skip") || !each.checkVisibility()) continue;
  const [a, b] = [light(rgb(getComputedStyle(each).color)), light(ground(each))].sort((x, y) => y - x);
  const ratio = (a + .05) / (b + .05);
  if (ratio < 4.5) bad.push([ratio.toFixed(2), each.className, each.textContent.slice(0, 30)]);
}
return bad;
"""


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_every_text_can_be_read_on_its_ground(show: Show, example: str, scheme: str) -> None:
    browser = show(example)
    emulate(browser, scheme=scheme)
    browser.execute_script("for (const each of document.querySelectorAll('details')) each.open = true")
    assert browser.execute_script(CONTRAST) == []
    ground = browser.execute_script("return getComputedStyle(document.body).backgroundColor")
    assert (ground == "rgb(250, 250, 249)") is (scheme == "light")


@pytest.mark.parametrize("name", NAMES)
def test_a_hostile_name_is_shown_and_not_run(show: Show, name: str) -> None:
    user = UserTrace(
        account=name,
        user=name,
        before={"full_name": "F C"},
        after={"full_name": name, "roles": [name]},
        changed=("full_name", "roles"),
        changes=(0,),
    )
    made = finding(
        0, message=name, title=name, rule=f"pack/{name}", user=name, account=name, fingerprint=name, why=name,
        evidence={name: name}, references=(name, f"javascript:document.title='ran'//{name}"),
    )  # fmt: skip
    browser = show(write(made, trace=Trace(users=(user,)), errors=(Problem(message=name, hint=name),)))
    settled(browser)
    assert browser.title == "Denied · prechange"
    assert texts(browser, ".finding .message") == [name]
    assert name in texts(browser, ".card h3")
    assert browser.execute_script("return performance.getEntriesByType('resource').length") == 0
    assert browser.get_log("browser") == [], "not even the policy had anything to refuse"


def test_should_markup_get_in_it_still_cannot_run(show: Show, example: str) -> None:
    """The second line: the policy of the page, with the first one taken away."""
    for markup in (name for name in NAMES if name.startswith("<") and "'ran'" in name):
        browser = show(example.replace("<main", f"{markup}<main"))
        settled(browser)
        assert browser.title == "Denied · prechange"
        assert any("Content Security Policy" in entry["message"] for entry in browser.get_log("browser"))
    with pytest.raises(Exception, match="TrustedHTML"):
        browser.execute_script("document.body.innerHTML = '<b>x</b>'")


def test_what_acts_unseen_is_spelt(show: Show) -> None:
    browser = show(write(finding(0, message=UNSEEN)))
    assert texts(browser, ".finding .message") == ["x\\u202egnp.exe\\u001b[31m\\u0000"]


def test_filter_by_rule_severity_and_user(show: Show) -> None:
    browser = show(write(*(finding(number) for number in range(30))))
    assert len(browser.execute_script(SHOWN)) == 30
    browser.find_element("css selector", "[name=severity][value=warning]").click()
    browser.find_element("css selector", "[name=severity][value=info]").click()
    settled(browser)
    assert len(browser.execute_script(SHOWN)) == 10
    browser.find_element("css selector", "#by-rule option[value='pack/rule-3']").click()
    settled(browser)
    assert browser.execute_script(SHOWN) == ["finding-f3", "finding-f24"]
    assert texts(browser, "#shown") == ["2 of 30 findings"]
    assert [each for each in texts(browser, ".group h3") if each] == ["Rule 3"]
    browser.find_element("id", "all").click()
    settled(browser)
    assert len(browser.execute_script(SHOWN)) == 30
    type_user(browser, "P17")
    assert browser.execute_script(SHOWN) == ["finding-f17"]
    assert texts(browser, "#shown") == ["1 of 30 findings"]
    type_user(browser, "nobody at all")
    assert browser.execute_script(SHOWN) == []
    assert texts(browser, "#shown") == ["0 of 30 findings"]


def test_keyboard_alone_is_enough(show: Show) -> None:
    browser = show(write(*(finding(number) for number in range(9))))
    press(browser, "/")
    assert browser.switch_to.active_element.get_attribute("id") == "by-user"
    press(browser, "p1")
    settled(browser)
    assert browser.execute_script(SHOWN) == ["finding-f1"]
    press(browser, "\ue00c")  # escape
    settled(browser)
    assert len(browser.execute_script(SHOWN)) == 9
    browser.execute_script("document.activeElement.blur()")
    order = browser.execute_script(SHOWN)
    focused = []
    for key in ("j", "j", "j", "k"):
        press(browser, key)
        focused.append(browser.switch_to.active_element.get_attribute("id"))
    assert focused == [order[0], order[1], order[2], order[1]]
    press(browser, "\ue004", "\ue007")  # tab, enter: opens what the rule read
    assert "before.full_name" in browser.find_element("id", order[1]).text


def test_the_first_stop_of_the_keyboard_leads_past_the_rest(show: Show, example: str) -> None:
    browser = show(example)
    press(browser, "\ue004")
    assert browser.switch_to.active_element.text == "Skip to the report"
    press(browser, "\ue007")
    assert browser.switch_to.active_element.get_attribute("id") == "main"


def test_a_link_to_what_the_filter_hides_shows_it(show: Show, example: str) -> None:
    browser = show(example)
    type_user(browser, "u3")
    browser.execute_script("location.hash = '#user-1'")
    settled(browser)
    assert browser.execute_script("return document.getElementById('user-1').checkVisibility()")
    assert browser.find_element("id", "by-user").get_attribute("value") == ""


def test_without_script_everything_is_there(show: Show) -> None:
    written = write(*(finding(number) for number in range(5)))
    browser = show(written)
    browser.execute_cdp_cmd("Emulation.setScriptExecutionDisabled", {"value": True})
    try:
        browser.refresh()
        assert (
            len([each for each in browser.find_elements("class name", "finding") if each.is_displayed()]) == 5
        )
        assert not browser.find_element("id", "filter").is_displayed(), "controls that could do nothing"
    finally:
        browser.execute_cdp_cmd("Emulation.setScriptExecutionDisabled", {"value": False})


def test_on_paper_it_is_light_and_nothing_is_folded_away(show: Show, example: str) -> None:
    browser = show(example)
    emulate(browser, scheme="dark", media="print")
    assert (
        browser.execute_script("return getComputedStyle(document.body).backgroundColor")
        == "rgb(255, 255, 255)"
    )
    assert not browser.find_element("css selector", ".contents").is_displayed()
    assert not browser.find_element("id", "by-rule").is_displayed()
    browser.execute_script("dispatchEvent(new Event('beforeprint'))")
    assert "before.billing_admin" in " ".join(texts(browser, ".finding .evidence"))
    folded = "return document.querySelectorAll('main details:not([open])').length"
    assert browser.execute_script(folded) == 0
    browser.execute_script("dispatchEvent(new Event('afterprint'))")
    assert browser.execute_script(folded) > 0
    paper = browser.execute_cdp_cmd("Page.printToPDF", {"printBackground": True})["data"]
    assert len(paper) > 10_000


FRAMES = """
const done = arguments[arguments.length - 1];
const act = new Function(arguments[0]);
const began = performance.now();
act();
requestAnimationFrame(() => requestAnimationFrame(() => done(performance.now() - began)));
"""
TYPE = """
const user = document.getElementById('by-user');
user.value = '%s';
user.dispatchEvent(new Event('input', {bubbles: true}));
"""


def test_five_thousand_findings_without_stutter(show: Show) -> None:
    """Each act is drawn at once. The bounds leave room for a slow machine, but not for what grows squared."""
    findings = tuple(
        finding(number, severity="error", rule="pack/one", title="One") for number in range(5000)
    )
    users = tuple(
        UserTrace(
            account="acme",
            user=f"p{number}",
            before={"full_name": f"Person {number}"},
            after={"full_name": f"Other {number}"},
            changed=("full_name",),
            changes=(number,),
        )
        for number in range(1000)
    )
    browser = show(write(*findings, trace=Trace(users=users)))
    assert browser.execute_script("return document.querySelectorAll('.finding').length") == 5000
    loaded = browser.execute_script(
        "return performance.getEntriesByType('navigation')[0].domContentLoadedEventEnd"
    )
    took = {"load": loaded}
    acts = {
        "type": TYPE % "p42",
        "type more": TYPE % "p4242",
        "clear": TYPE % "",
        "severity": "document.querySelector('[name=severity]').click()",
        "severity again": "document.querySelector('[name=severity]').click()",
        "next": "document.body.dispatchEvent(new KeyboardEvent('keydown', {key: 'j', bubbles: true}))",
        "scroll": "scrollTo(0, document.body.scrollHeight / 2)",
        "to the end": "scrollTo(0, document.body.scrollHeight)",
    }
    for name, act in acts.items():
        took[name] = browser.execute_async_script(FRAMES, f"{act}; return 0")
    assert took.pop("load") < 15_000
    assert {name: round(spent) for name, spent in took.items() if spent > 1_500} == {}


def test_the_page_of_every_verdict_names_it(show: Show) -> None:
    for verdict in ("allowed", "denied", "undecided", "invalid"):
        browser = show(write(verdict=verdict))
        assert texts(browser, "h1") == [verdict.capitalize()]
        assert browser.get_log("browser") == []
    written = write(msgspec.structs.replace(finding(0), origin="pre_existing"), verdict="allowed")
    assert texts(show(written), "h2") == ["So before these changes"]
