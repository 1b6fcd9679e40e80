"""The drafting desk in the browser: from a template to a telegram on its way, and who may do what on the road."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import schemathesis
from tests.exchange.test_drafting import DRAFT
from tests.web.axe import SCREENS, violations
from tests.web.posted import quiet_post
from tests.web.test_desk import BASE, Reader, from_here
from tests.web.test_openapi import CHECKS, HOST

from reftel.exchange.drafting import drafts
from reftel.exchange.drafting.progress import progress
from reftel.exchange.post.place import Place
from reftel.exchange.queue import minimize
from reftel.web.app import create_app
from reftel.web.centre.centre import Centre, seated

pytestmark = pytest.mark.filterwarnings("ignore::ResourceWarning")


@pytest.fixture(scope="module")
def post(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A post where drafts are written."""
    return quiet_post(tmp_path_factory.mktemp("drafting") / "TUNIS")


@pytest.fixture(scope="module")
def centre(post: Path) -> Centre:
    return seated(post, "jmarlowe")


@pytest.fixture(scope="module")
def room(centre: Centre) -> Any:
    """The reading room of the post."""
    return create_app(centre.archive, centre=centre)


@pytest.fixture
def sits(centre: Centre) -> Callable[[str | None], None]:
    """Lets someone else sit there, as if the reading room had been started `--as` them."""

    def sit(name: str | None) -> None:
        centre.who = name

    sit("jmarlowe")
    return sit


@pytest.fixture
def desk(room: Any, sits: Any) -> Reader:
    """The desk without a script."""
    return Reader(room)


def entered(desk: Reader, text: str = DRAFT) -> int:
    """A draft of jmarlowe's, entered in the browser; its number."""
    desk.open("/drafts/new")
    answer = desk.send("/drafts/enter", text=text)
    return int(answer.headers["location"].rpartition("/")[2])


def state(post: Path, draft: int) -> str:
    with Place(post) as place:
        return progress(place, draft).stage


@pytest.mark.parametrize("javascript", [True, False])
@pytest.mark.browser
def test_a_draft_goes_from_template_to_release(
    reader: Callable[..., Any], sits: Callable[[str], None], javascript: bool
) -> None:
    page = reader("/drafts", java_script_enabled=javascript)
    page.get_by_role("link", name="New draft").click()
    page.get_by_role("link", name="situation").click()
    sheet = page.get_by_label("The draft: entries")
    page.get_by_role("link", name="reporting").click()
    text = sheet.input_value()
    assert 'from = "TUNIS"' in text and "COMMENT" in text
    page.get_by_role("button", name="Enter the draft").click()
    missing = page.locator("#findings li", has_text="the subject is missing")
    assert missing.locator(".at").inner_text().startswith("Line 8")
    text = text.replace('subject = ""', 'subject = "THE LAMP"').replace('"PGOV"', '"ETRD"')
    sheet.fill(text.replace('classified_by = ""', 'classified_by = "Robert Hale, Ambassador"'))
    page.get_by_role("button", name="Keep as version 2").click()
    page.get_by_role("status").get_by_text("Version 2 is kept.").wait_for()
    assert "error" not in page.locator("#said").inner_text()
    page.get_by_role("button", name="Submit for clearance").click()
    address = page.url
    for name, office in (("poole", "POL"), ("eckert", "ECON")):
        sits(name)
        page.goto(f"{address.partition('/drafts')[0]}/drafts")
        page.get_by_role("listitem").filter(has_text="waits for you to clear it").get_by_role("link").click()
        page.get_by_role("button", name=f"Clear for {office}").click()
        page.get_by_role("status").get_by_text(f"{office}: cleared.").wait_for()
    sits("hale")
    page.goto(address)
    page.get_by_text("It waits for you to release it.").wait_for()
    page.get_by_role("link", name="Release …").click()
    assert page.get_by_role("row", name="SECSTATE WASHDC").is_visible()
    page.get_by_label("It is to go as it reads").check()
    page.get_by_role("button", name="Release it").click()
    said = page.get_by_role("status").get_by_text("Released as ").inner_text()
    mrn = said.split()[2].rstrip(",")
    assert "TUNIS" in mrn and " Z " not in said and said.count("Z ") == 1  # with its date-time group
    assert page.locator("textarea#text").count() == 0
    page.get_by_role("link", name="Drafts").click()
    sent = page.get_by_role("region", name="Sent").get_by_role("listitem").first
    assert mrn in sent.inner_text() and "THE LAMP" in sent.inner_text()


@pytest.mark.browser
def test_the_rules_speak_at_their_lines_as_one_types(reader: Callable[..., Any], sits: Any) -> None:
    page = reader("/drafts/new")
    sheet = page.get_by_label("The draft: entries")
    sheet.fill(DRAFT)
    page.locator("#findings li.error").wait_for(state="detached")
    sheet.fill(DRAFT.replace("2. (C)", "2. (S)"))
    page.locator('#findings li.error[data-line="14"]').wait_for()
    assert "(S) in a telegram that is CONFIDENTIAL" in page.locator("#findings").inner_text()
    line = page.locator(".mirror div").nth(13)
    assert "error" in line.get_attribute("class")
    level = page.locator('#findings li[data-line="14"]').bounding_box()["y"]
    assert level == pytest.approx(line.bounding_box()["y"], abs=30) or level > line.bounding_box()["y"]
    page.get_by_role("link", name="Line 14").click()
    page.keyboard.type("X")
    assert sheet.input_value().split("\n")[13].startswith("X2. (S)")
    assert sheet.evaluate(
        "one => one.scrollHeight <= one.clientHeight + 1"
    )  # the letters lie on their mirror
    page.keyboard.press("Control+s")
    page.get_by_role("status").get_by_text("is entered").wait_for()


@pytest.mark.browser
def test_a_draft_is_written_submitted_and_left_by_keyboard(
    reader: Callable[..., Any], room: Any, sits: Any
) -> None:
    draft = entered(Reader(room))
    page = reader("/overview")
    page.keyboard.press("g")
    page.keyboard.press("d")
    page.get_by_role("heading", name="Drafts of TUNIS").wait_for()
    page.goto(f"{page.url}/{draft}")
    page.keyboard.press("?")
    assert "write in the draft" in page.get_by_role("dialog").inner_text()
    page.keyboard.press("Escape")
    page.keyboard.press("e")
    page.keyboard.press("Control+End")
    page.keyboard.type("\n3. (C) IT BURNS.")
    page.keyboard.press("Control+s")
    page.get_by_role("status").get_by_text("Version 2 is kept.").wait_for()
    page.keyboard.press("u")
    page.get_by_role("status").get_by_text("It is submitted").wait_for()


def test_a_page_is_marked_as_high_as_anything_on_it(desk: Reader, post: Path) -> None:
    draft = entered(desk, DRAFT.replace("CONFIDENTIAL", "SECRET").replace("(C)", "(S)"))
    assert desk.open(f"/drafts/{draft}").count(">SECRET</p>") == 2  # above and below
    desk.send("/drafts/save", draft=str(draft), read="1", text=DRAFT)
    assert "Marking of the draft: </span>CONFIDENTIAL" in desk.text
    for page in ("?version=1", "/difference"):
        assert "Marking of the draft: </span>SECRET" in desk.open(f"/drafts/{draft}{page}")


def test_the_same_is_answered_as_json_as_it_is_described(room: Any, desk: Reader) -> None:
    draft = entered(desk)
    described = schemathesis.openapi.from_asgi("/openapi.json", from_here(room), headers=HOST)
    pages = [path for path in described.raw_schema["paths"] if path.startswith(("/drafts", "/watch"))]
    assert len(pages) == 6
    for path in pages:
        case = described[path]["GET"].Case(path_parameters={"draft": str(draft)} if "{" in path else {})
        answer = case.call(headers=HOST)
        case.validate_response(answer, checks=CHECKS)
        assert answer.status_code == 200, path


def test_what_was_written_is_kept_where_somebody_else_was_quicker(
    desk: Reader, sits: Callable[[str], None], post: Path
) -> None:
    draft = entered(desk)
    desk.open(f"/drafts/{draft}")
    with Place(post) as place:
        drafts.edit(place, draft, place.config.person_named("poole"), DRAFT.replace("LAMPS", "LANTERNS"))
    mine = DRAFT.replace("LAMPS", "MY OWN LAMPS")
    answer = desk.send("/drafts/save", draft=str(draft), read="1", text=mine)
    assert (answer.status_code, "has version 2 since" in desk.text) == (409, True)
    assert "MY OWN LAMPS" in desk.text and 'name="read" value="2"' in desk.text
    desk.send("/drafts/save", draft=str(draft), read="2", text=mine)
    assert "Version 3 is kept." in desk.text
    shown = desk.open(f"/drafts/{draft}/difference?from=2&to=3")
    assert '<del>subject = "LANTERNS"</del>' in shown and '<ins>subject = "MY OWN LAMPS"</ins>' in shown
    assert 'subject = "LANTERNS"' in desk.open(f"/drafts/{draft}?version=2")


def test_a_clearance_is_refused_with_a_reason_and_asked_for_again_after_a_change(
    desk: Reader, sits: Callable[[str], None], post: Path
) -> None:
    draft = entered(desk)
    desk.send("/drafts/submit", draft=str(draft), read="1")
    sits("poole")
    desk.open(f"/drafts/{draft}")
    here = f"/drafts/{draft}"
    desk.send("/drafts/clear", draft=str(draft), read="1", state="not cleared", note=" ", back=here)
    assert "say why it is not cleared" in desk.text
    desk.send("/drafts/clear", draft=str(draft), read="1", state="not cleared", note="Too <early>.")
    assert "not cleared" in desk.text and "<q>Too <early>.</q>" in desk.text
    desk.send("/drafts/comment", draft=str(draft), read="1", text="Say which lamp.", paragraph="2")
    assert "Say which lamp." in desk.text and "paragraph 2" in desk.text
    desk.send("/drafts/save", draft=str(draft), read="1", text=DRAFT.replace("LAMPS", "LANTERNS"))
    assert "changed since" in desk.text
    assert state(post, draft) == "draft"


@pytest.mark.parametrize(
    ("who", "path", "fields", "told"),
    [
        ("operator", "/drafts/enter", {"text": DRAFT}, "operator is no drafter"),
        ("operator", "/drafts/save", {"text": DRAFT + "X"}, "operator is no drafter or clearer"),
        ("jmarlowe", "/drafts/clear", {"state": "cleared"}, "jmarlowe is no clearer"),
        ("poole", "/drafts/clear", {"state": "approved"}, "poole is no approver"),
        (None, "/drafts/comment", {"text": "Hm."}, "nobody of this post sits here"),
    ],
)
def test_who_has_not_the_role_is_refused_by_a_page_that_says_so(
    desk: Reader, sits: Any, post: Path, who: str | None, path: str, fields: dict[str, str], told: str
) -> None:
    draft = entered(desk)
    desk.open(f"/drafts/{draft}")
    sits(who)
    answer = desk.send(path, draft=str(draft), read="1", who="hale", **fields)  # a form cannot say who one is
    assert answer.status_code == 403
    assert "<h1>Not yours to do</h1>" in desk.text and told in desk.text
    with Place(post) as place:
        now = drafts.standing(place, draft)
        assert (now.version, progress(place, draft).stage) == (1, "draft")


def test_a_release_names_all_that_stands_in_its_way(
    desk: Reader, sits: Callable[[str], None], post: Path
) -> None:
    draft = entered(desk)
    page = desk.open(f"/drafts/{draft}/release")
    assert "jmarlowe is no releaser" in page and "POL must clear it (TAGS PREL): needed" in page
    assert 'action="/drafts/release"' not in page
    sits("hale")
    page = desk.open(f"/drafts/{draft}/release")
    assert "ECON must clear it" in page and 'action="/drafts/release"' not in page
    desk.open(f"/drafts/{draft}")
    desk.send("/drafts/release", draft=str(draft), read="1", sure="1", back=f"/drafts/{draft}/release")
    assert 'role="alert"' in desk.text and "is not released" in desk.text
    assert state(post, draft) == "draft"


def test_under_minimize_the_box_must_be_ticked_and_a_release_can_be_taken_back(
    desk: Reader, sits: Callable[[str], None], post: Path
) -> None:
    draft = entered(desk)
    with Place(post) as place:
        order = minimize.Order("ROME", "JCS", "storm", place.book.clock(), None)
        minimize.impose(place, order, place.config.person_named("operator"))
    desk.open(f"/drafts/{draft}")
    for name in ("poole", "eckert"):
        sits(name)
        desk.send("/drafts/clear", draft=str(draft), read="1", state="cleared", note="")
    sits("hale")
    assert "MINIMIZE is in force for ROME" in desk.open(f"/drafts/{draft}/release")
    desk.send("/drafts/release", draft=str(draft), read="1", sure="1")
    assert "MINIMIZE is in force for ROME" in desk.text and state(post, draft) == "draft"
    desk.open(f"/drafts/{draft}/release")
    desk.send("/drafts/release", draft=str(draft), read="1", minimize="1", sure="1")
    assert "Released as" in desk.text
    desk.send("/drafts/withdraw", draft=str(draft))
    assert "is withdrawn" in desk.text and state(post, draft) == "withdrawn"
    with Place(post) as place:
        minimize.cancel(place, "ROME", "JCS", place.config.person_named("operator"))


@pytest.mark.parametrize(
    "path", ["enter", "save", "submit", "clear", "comment", "release", "withdraw", "check"]
)
def test_no_change_is_made_by_a_form_from_elsewhere(desk: Reader, post: Path, path: str) -> None:
    draft = entered(desk)
    given = {"draft": str(draft), "read": "1", "text": DRAFT, "token": "0" * 64}
    forged = desk.client.post(f"/drafts/{path}", data=given, headers={"origin": BASE})
    assert forged.status_code == 403
    given["token"] = desk.token()
    elsewhere = desk.client.post(f"/drafts/{path}", data=given, headers={"origin": "http://evil.example"})
    assert elsewhere.status_code == 403
    assert state(post, draft) == "draft"


def test_markup_in_a_draft_stays_words(desk: Reader, sits: Any) -> None:
    evil = "</textarea><script>alert(1)</script>"
    draft = entered(desk, DRAFT.replace("LAMPS", evil).replace("THE KEEPER", f"{evil}\x08 \u202e THE KEEPER"))
    pages = ("/drafts", *(f"/drafts/{draft}{rest}" for rest in ("", "?version=1", "/difference", "/release")))
    for path in pages:
        page = desk.client.get(path).text
        assert evil not in page and "<script>alert" not in page, path
    assert desk.client.get(f"/drafts/{draft}.json").json()["text"].count(evil) == 2


@pytest.mark.parametrize("path", ["/drafts/99999", "/drafts/x", "/drafts/1²", "/drafts/new?template=ode"])
def test_what_is_not_there_is_said(desk: Reader, path: str) -> None:
    entered(desk)
    assert desk.client.get(path).status_code == 404
    assert desk.client.get("/drafts/1?version=88").status_code == 404


@pytest.mark.parametrize(("width", "scheme"), SCREENS)
@pytest.mark.browser
def test_axe_finds_nothing_on_the_pages_of_a_post(
    browser: Any, address: str, room: Any, sits: Callable[[str], None], width: int, scheme: str
) -> None:
    desk = Reader(room)
    good, bad = entered(desk), entered(desk, DRAFT.replace("2. (C)", "2. (S)").replace('"ETRD"', '"ETRX"'))
    desk.open(f"/drafts/{good}")
    desk.send("/drafts/submit", draft=str(good), read="1")
    desk.send("/drafts/comment", draft=str(good), read="1", text="Say which lamp.")
    sits("poole")
    desk.send("/drafts/clear", draft=str(good), read="1", state="not cleared", note="Too early.")
    paths = ["/watch", "/drafts", "/drafts/new", *(f"/drafts/{one}" for one in (good, bad))]
    paths += [f"/drafts/{bad}{rest}" for rest in ("/release", "/difference", "?version=1")]
    assert violations(browser, address, paths, width, scheme) == []
