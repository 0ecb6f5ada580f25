"""A visitor who goes the tour: clicks on people, has forms filled in, sends them, goes to the next place."""

from playwright.sync_api import sync_playwright

from mithaq.demo.nodes import described
from tests.browser import follow
from tests.node.web.look import ARGUMENTS

PLACES = described("tour")["place"]
PATIENCE = 60_000  # milliseconds


class Tour:
    """One browser on both nodes. `refused` is what the browser did not load, and what axe found."""

    def __init__(self, port: int, chromium: str) -> None:
        self._hosts = {"MA": f"http://rabat.localhost:{port}", "FR": f"http://paris.localhost:{port + 1}"}
        self._chromium = chromium
        self._place = PLACES[0]
        self.refused: list[str] = []

    def __enter__(self) -> "Tour":
        self._play = sync_playwright().start()
        self._browser = self._play.chromium.launch(executable_path=self._chromium, args=ARGUMENTS)
        self._page = self._browser.new_page(locale="fr-FR")
        self._page.set_default_timeout(PATIENCE)
        self._page.on("console", self._heard)
        return self

    def __exit__(self, *_: object) -> None:
        self._browser.close()
        self._play.stop()

    def at(self, number: int) -> "Tour":
        """Follow the bar to a place, and be whoever acts there."""
        self._place = PLACES[number - 1]
        self._page.goto(f"{self._host}/demo/go/{number}/")
        if person := self._page.query_selector(".demo-chosen"):
            self._look()
            person.click()
        self._page.wait_for_url(f"{self._host}{self._place['path']}")
        return self

    def opens(self, matter: str) -> "Tour":
        self._page.goto(self._host + matter)
        return self

    def goes_to(self, part: str) -> "Tour":
        follow(self._page, f'main a[href*="{part}"] >> nth=0')
        return self

    def fills_in(self, path: str = "") -> "Tour":
        """Fill in the example and send it."""
        assert path in self._page.url
        before = self._page.url
        self._page.click("[data-example]")
        follow(self._page, 'main form[method="post"] button.button:not([name]) >> nth=0')
        assert self._page.url != before or self._page.query_selector(".notice.good"), self._page.inner_text(
            "main"
        )
        return self

    def approves_and_sends(self) -> str:
        """Approve what waits longest below everything else and send it; the matter's address."""
        follow(self._page, "main section >> nth=0 >> tr:last-child a")
        follow(self._page, 'form[action$="/approve/"] button')
        follow(self._page, 'form[action$="/send/"] button')
        assert "/matters/" in self._page.url
        return self._page.url.removeprefix(self._host)

    def waits_for(self, matter: str, stage: str = "") -> "Tour":
        """Look again until the matter has arrived and more can be done."""
        wanted = '[href*="/steps/feed-back/"]' if stage == "answered" else "h1"
        for _ in range(40):
            answered = self._page.goto(self._host + matter)
            if answered and answered.ok and self._page.query_selector(f"main {wanted}"):
                return self
            self._page.wait_for_timeout(500)
        raise AssertionError(f"{matter} did not come to be {stage or 'here'}")

    def offers(self, part: str) -> bool:
        return self._page.query_selector(f'main a[href*="{part}"]') is not None

    @property
    def _host(self) -> str:
        return self._hosts[self._place["authority"]]

    def _look(self) -> None:
        from axe_playwright_python.sync_playwright import Axe

        found = Axe().run(self._page)
        if found.violations_count:
            self.refused.append(found.generate_report())

    def _heard(self, said: object) -> None:
        text = str(getattr(said, "text", ""))
        if "Security Policy" in text and "axe" not in text:
            self.refused.append(text)
