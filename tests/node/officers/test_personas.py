"""Personas: every step of every kind × every function, in one table; what is not in it fails.

Read it against common.md 2.5: who may trigger the decisive transitions. A letter is a function that takes the
step, a dot one that may not; then how many persons it takes where it says nothing special, or that the node
alone states it.
"""

import pytest
from django.urls import reverse

from mithaq.node.officers import permission
from mithaq.pact.codes import code_list
from mithaq.pact.rules.register import kind as kind_of
from mithaq.pact.rules.register import kinds
from tests.node.officers.screens import signed_in
from tests.node.people import officer

pytestmark = pytest.mark.django_db

FUNCTIONS = {
    "d": "duty-officer",
    "l": "liaison-officer",
    "f": "fugitive-officer",
    "c": "plan-coordinator",
    "h": "group-chair",
    "s": "group-secretary",
    "e": "event-planner",
    "a": "approver",
    "t": "translator",
    "j": "legal-adviser",
    "r": "rights-reviewer",
    "o": "dpo",
    "u": "auditor",
    "m": "administrator",
    "g": "head-of-service",
    "p": "operations-planner",
    "q": "operations-commander",
    "k": "training-manager",
    "v": "assistance-manager",
    "x": "counter-terrorism-officer",
    "i": "information-point-officer",
    "y": "protocol-officer",
    "w": "honours-officer",
}
TABLE = """
agreement  found                 ...c.....j..........  2
agreement  end                   ...c.....j..........  1
agreement  propose-terms         ...c.....j..........  1
agreement  accept-terms          ...c.....j..........  1
agreement  decline-terms         ...c.....j..........  1
agreement  counter-terms         ...c.....j..........  1
agreement  withdraw-terms        ...c.....j..........  1
agreement  open-field            ...c.....j..........  1
agreement  shut-field            ...c.....j..........  1
agreement  suspend               ...c.....j..........  1
agreement  resume                ...c.....j..........  1
agreement  state-calendar        ...c.....j..........  1
assistance begin-assistance      ..................v.  2
assistance offer-help            ..................v.  2
assistance accept-help           ..................v.  2
assistance decline-help          ..................v.  2
assistance withdraw-help         ..................v.  1
assistance call-off-help         ..................v.  1
assistance deliver-help          ..................v.  1
assistance report-effect         ..................v.  2
assistance agree-consultation    ..................v.  1
assistance object                .........jr...g...v.  2
assistance state-silence         ....................  node
assistance clear-as-head         ..............g.....  2
assistance clear-as-legal        .........j..........  2
assistance clear-as-rights       ..........r.........  2
assistance plan-mission          ..................v.  2
assistance confirm-held          ..................v.  1
assistance report-mission        ..................v.  2
assistance evaluate-mission      ..................v.  2
assistance cancel-mission        ..................v.  1
assistance hand-over-equipment   ..................v.  2
assistance certify-end-use       ..................v.  2
assistance inspect-equipment     ..................v.  2
communique announce              ...c....tj..........  2
communique propose-text          ...c....tj..........  2
communique accept-text           ...c..........g.....  1
communique decline-text          ...c....tj..........  1
communique counter-text          ...c....tj..........  2
communique withdraw-text         ...c....tj..........  1
communique publish               ...c..........g.....  1
communique drop                  ...c..........g.....  1
contacts   open-directory        ...c................  2
contacts   adopt-directory       ...c................  1
contacts   decline-directory     ...c................  1
contacts   end-directory         ...c................  1
contacts   publish-contact       ...c................  2
contacts   confirm-contact       dl.c................  1
contacts   end-contact           ...c................  1
contacts   propose-mechanism     ...c................  2
contacts   agree-mechanism       ...c................  1
contacts   decline-mechanism     ...c................  1
contacts   report-activity       dl.c................  2
contacts   end-mechanism         ...c................  1
contacts   post-officer          ...c................  2
contacts   accredit-posting      ...c................  1
contacts   end-posting           ...c................  1
contacts   test-channel          dl.c................  1
contacts   log-failover          dl.c................  1
contacts   explain-test          dl.c................  2
event      open-event            ......e..............  2
event      confirm-event         ......e..............  1
event      go-live               ......e..............  1
event      stand-down            ......e..............  1
event      close-event           ......e..............  1
event      cancel-event          ......e..............  2
event      add-venue             ......e..............  2
event      schedule-match        ......e..............  2
event      amend-match           ......e..............  2
event      call-off-match        ......e..............  2
event      report-figures        ......e.............i  1
event      send-analysis         ....................i  2
event      send-update           ....................i  1
event      send-post-report      ....................i  2
event      set-level             ......e..............  1
event      contest-level         ....................i  2
event      begin-delegation      ......e.............i  1
event      offer-help            ......e.............i  1
event      accept-help           ......e.............i  2
event      decline-help          ......e.............i  1
event      withdraw-help         ......e.............i  1
event      call-off-help         ......e.............i  1
event      deliver-help          ......e.............i  1
event      report-effect         ......e.............i  2
event      post-spotter          ......e.............i  1
event      relieve-spotter       ......e.............i  1
event      report-incident       ......e.............i  1
event      resolve-incident      ......e.............i  1
event      confirm-line          ......e..............  1
event      reopen-line           ......e..............  1
event      draw-lesson           ......e.............i  2
event      close-lesson          ......e.............i  1
evaluation open-evaluation       ...c................  2
evaluation seal-scores           ...c................  2
evaluation open-scores           ....................  node
evaluation propose-consensus     ...c................  2
evaluation accept-consensus      ...c................  1
evaluation decline-consensus     ...c................  1
evaluation withdraw-consensus    ...c................  1
evaluation sign-evaluation       ...c..........g.....  1
evaluation recommend             ...c................  2
evaluation report-followed       ...c................  2
evaluation accept-followed       ...c................  1
evaluation ask-for-more          ...c................  2
evaluation drop-recommendation   ...c................  1
evaluation cancel-evaluation     ...c................  1
evaluation close-evaluation      ...c................  1
deconfliction open-register          ...c................  2
deconfliction join-register          ...c................  1
deconfliction decline-register       ...c................  1
deconfliction end-register           ...c................  1
deconfliction submit-activity        ....................  node
deconfliction compare-activity       ....................  node
deconfliction state-match            ....................  node
deconfliction end-activity           .l.............p....  1
group      propose-charter       ...ch...............  2
group      adopt-charter         ...ch...............  1
group      decline-charter       ...ch...............  1
group      withdraw-charter      ...ch...............  1
group      name-member           ...chs..............  2
group      end-membership        ...chs..............  1
group      call-meeting          ...chs..............  2
group      hold-meeting          ...chs..............  2
group      cancel-meeting        ...chs..............  1
group      agree-minutes         ...ch...............  1
group      table-decision        ...chs..............  2
group      table-again           ...chs..............  1
group      support-decision      ...ch...............  1
group      oppose-decision       ...ch...............  1
group      report-done           ...chs..............  1
group      propose-extension     ...ch...............  2
group      accept-extension      ...ch...............  1
group      decline-extension     ...ch...............  1
group      withdraw-extension    ...ch...............  1
group      begin-closing         ...ch...............  1
group      state-sunset          ....................  node
group      confirm-close         ...ch...............  2
group      state-half-time       ....................  node
group      submit-review         ...ch...............  2
group      state-dormancy        ....................  node
group      pause-group           ..........r.........  2
group      lift-pause            ..........r.........  1
honour     open-register         ......................w  2
honour     close-register        ......................w  1
honour     enter-award           ......................w  2
honour     ask-permission        ......................w  1
honour     permit                ......................w  2
honour     refuse-permission     ......................w  1
honour     revoke-award          ......................w  2
honour     record-presentation   .....................yw  2
information give                 dlf.................  2
information take-note            dlf.................  1
information feed-back            dlf.................  2
information close                dlf.................  1
information call-back            dlf.................  2
information correct              dlf.................  2
information confirm-correction   dlf.................  1
inquiry    ask                   dlf.................  2
inquiry    take-up               dlf.................  1
inquiry    ask-clarification     dlf.................  2
inquiry    clarify               dlf.................  2
inquiry    await-judge           dlf.................  2
inquiry    answer-part           dlf.................  2
inquiry    answer                dlf.................  2
inquiry    refuse                dlf.................  2
inquiry    feed-back             dlf.................  2
inquiry    close                 dlf.................  1
inquiry    withdraw              dlf.................  1
inquiry    correct               dlf.................  2
inquiry    confirm-correction    dlf.................  1
instrument propose-instrument    ...c.....j..........  2
instrument add-article           .........j..........  2
instrument edit-article          .........j..........  2
instrument remove-article        .........j..........  1
instrument confirm-concordance   ........tj..........  1
instrument dispute-article       ........tj..........  2
instrument comment-article       ...c....tj..........  2
instrument propose-provisions    .........j..........  2
instrument accept-provisions     .........j..........  1
instrument decline-provisions    .........j..........  1
instrument withdraw-provisions   .........j..........  1
instrument abandon               ...c.....j..........  1
instrument freeze                .........j..........  1
instrument name-signatory        .........j....g.....  2
instrument initial               ..............g.....  2
instrument sign                  ..............g.....  2
instrument seal-copy             .........j....g.....  2
instrument seal-copy-too         .........j....g.....  2
instrument confirm-entry-into-force ...c.....j..........  2
instrument propose-amendment     ...c.....j..........  2
instrument confirm-amendment     ...c.....j..........  1
instrument denounce              ...c.....j..........  2
instrument state-end             ....................  node
meeting    open-series           ...c.................y  2
meeting    close-series          ...c..........g.......  1
meeting    raise-topic           ...c.................y  2
meeting    settle-topic          ...c.................y  1
meeting    propose-session       ...c.................y  2
meeting    agree-session         ...c.................y  1
meeting    decline-session       ...c.................y  1
meeting    cancel-session        ...c.................y  1
meeting    hold-session          ...c.................y  1
meeting    name-delegation       ...c.................y  2
meeting    change-delegation     ...c.................y  2
meeting    propose-agenda        ...c....t............y  2
meeting    accept-agenda         ...c..........g.......  1
meeting    decline-agenda        ...c....t............y  1
meeting    withdraw-agenda       ...c....t............y  1
meeting    propose-minutes       ...c....t............y  2
meeting    accept-minutes        ...c..........g.......  1
meeting    decline-minutes       ...c....t............y  1
meeting    withdraw-minutes      ...c....t............y  1
meeting    record-decision       ...c....t............y  2
meeting    agree-decision        ...c..........g.......  1
meeting    oppose-decision       ...c..........g.......  1
meeting    report-done           ...c.................y  2
meeting    accept-done           ...c..........g.......  1
meeting    return-decision       ...c..........g.......  2
meeting    cancel-decision       ...c..........g.......  2
operation  propose-operation     ...............p....  2
operation  agree-concept         ...............pq...  1
operation  decline-concept       ...............pq...  1
operation  give-legal-ok         .........j..........  2
operation  withhold-legal-ok     .........j..........  2
operation  withdraw-legal-ok     .........j..........  1
operation  state-clear           ...............pq...  1
operation  state-conflict        d..............pq...  1
operation  sign-order            ................q...  2
operation  propose-leg           ...............p....  2
operation  authorise-leg         .........j..........  2
operation  refuse-leg            .........j..........  2
operation  withdraw-authorisation .........j..........  1
operation  drop-leg              ...............p....  1
operation  report-passed         d..............pq...  1
operation  report-lost           d..............pq...  1
operation  give-go               ................q...  1
operation  withdraw-go           d........j......q...  1
operation  state-go-lapse        ....................  node
operation  begin                 ................q...  1
operation  abort                 d........j......q...  1
operation  end-operation         ................q...  1
operation  log-decision          ...............pq...  2
operation  state-result          ...............pq...  2
operation  validate-result       ...............p....  1
operation  dispute-result        ...............p....  2
operation  withdraw-result       ...............pq...  1
operation  report-outcome        ...............pq...  1
operation  give-debrief          ...............pq...  2
operation  close-operation       ...............p....  1
plan       open-plan             ...c................  2
plan       abandon-plan          ...c................  1
plan       suspend-plan          ...c................  1
plan       resume-plan           ...c................  1
plan       evaluate-plan         ...c................  1
plan       renew-plan            ...c................  1
plan       state-expiry          ....................  node
plan       propose-signature     ...c................  2
plan       accept-signature      ...c................  1
plan       decline-signature     ...c................  1
plan       withdraw-signature    ...c................  1
plan       propose-axis          .l.ch.e.............  2
plan       propose-objective     .l.ch.e.............  2
plan       propose-action        .l.ch.e.............  2
plan       propose-deliverable   .l.ch.e.............  2
plan       propose-indicator     .l.ch.e.............  2
plan       propose-target        .l.ch.e.............  1
plan       propose-dependency    .l.ch.e.............  1
plan       agree-part            ...c................  1
plan       decline-part          ...c................  1
plan       start-action          .l.ch.e.............  1
plan       report-progress       .l.ch.e.............  2
plan       deliver-action        .l.ch.e.............  2
plan       verify-action         .l.ch.e.............  1
plan       return-action         .l.ch.e.............  2
plan       close-action          ...c................  1
plan       hand-over             .l.ch.e.............  2
plan       accept-deliverable    .l.ch.e.............  1
plan       return-deliverable    .l.ch.e.............  2
plan       state-actual          .l.ch.e.............  2
plan       verify-actual         .l.ch.e.............  1
plan       propose-change        .l.ch.e.............  2
plan       accept-change         ...c................  1
plan       decline-change        ...c................  1
plan       counter-change        ...c................  2
plan       withdraw-change       .l.ch.e.............  1
plan       submit-report         .l.ch.e.............  2
plan       countersign-report    .l.ch.e.............  1
plan       return-report         .l.ch.e.............  2
plan       submit-again          .l.ch.e.............  2
readiness  open-register         ...c..e........p....  2
readiness  end-register          ...c................  1
readiness  identify-risk         ...c..e........p....  2
readiness  assess-risk           ...c..e........p....  2
readiness  treat-risk            ...c..e........p....  2
readiness  accept-risk           ...c..e........p....  1
readiness  accept-critical-risk  ..............g.....  2
readiness  close-risk            ...c..e........p....  2
readiness  declare-capability    ...c..e........p....  2
readiness  give-evidence         ...c..e........p....  2
readiness  validate-capability   ...c..e........p....  2
readiness  retire-capability     ...c..e........p....  1
readiness  plan-exercise         ...c..e........p....  2
readiness  approve-exercise      ...c..e........p....  1
readiness  cancel-exercise       ...c..e........p....  1
readiness  run-exercise          ...c..e........p....  2
readiness  give-review           ...c..e........p....  2
readiness  close-exercise        ...c..e........p....  1
readiness  ask-improvement       ...c..e........p....  2
readiness  report-improved       ...c..e........p....  2
readiness  state-expiry          ....................  node
threat     warn                  d..................x  2
threat     acknowledge           d..................x  1
threat     assess                d..................x  2
threat     report-action         d..................x  2
threat     report-no-action      d..................x  2
threat     begin-support         d..................x  2
threat     offer-help            d..................x  1
threat     accept-help           d..................x  1
threat     decline-help          d..................x  1
threat     withdraw-help         d..................x  1
threat     call-off-help         d..................x  1
threat     deliver-help          d..................x  1
threat     report-effect         d..................x  2
threat     draw-lesson           d..................x  2
threat     close-lesson          d..................x  1
threat     close-warning         d..................x  1
threat     call-back             d..................x  2
threat     correct               d..................x  2
threat     confirm-correction    d..................x  1
threat     declare-crisis        d..................x  1
threat     tick-line             d..................x  1
threat     waive-line            d..................x  1
threat     reopen-line           d..................x  1
threat     end-crisis            d..................x  1
threat     review-rights         ..........r.........  1
trend      issue-note            d..................x  2
trend      name-group            d..................x  1
trend      replace-note          d..................x  1
trend      call-back             d..................x  2
trend      correct               d..................x  2
trend      confirm-correction    d..................x  1
training   open-course           .................k..  2
training   retire-course         .................k..  1
training   plan-session          .................k..  2
training   offer-help            .................k..  1
training   accept-help           .................k..  1
training   decline-help          .................k..  1
training   withdraw-help         .................k..  1
training   call-off-help         .................k..  1
training   deliver-help          .................k..  1
training   report-effect         .................k..  2
training   nominate              .................k..  2
training   select                .................k..  1
training   keep-in-reserve       .................k..  1
training   turn-down             .................k..  2
training   confirm-seat          .................k..  1
training   give-up               .................k..  1
training   record-attendance     .................k..  1
training   certify               .................k..  1
wanted     issue                 ..f.................  2
wanted     acknowledge           d.f.................  1
wanted     screen                .........jr.........  2
wanted     accept-search         d.f.................  1
wanted     decline-search        d.f.................  2
wanted     ask-clarification     d.f.................  2
wanted     clarify               d.f.................  2
wanted     report-hit            d.f.................  2
wanted     rule-out              d.f.................  2
wanted     report-arrest         d.f.................  2
wanted     report-release        d.f.................  1
wanted     send-formal-request   ..f......j..........  2
wanted     record-milestone      ..f......j..........  1
wanted     record-decision       ..f......j..........  2
wanted     set-surrender         ..f......j..........  2
wanted     confirm-surrender     d.f.................  1
wanted     suspend-note          d.f......jr.........  1
wanted     lift-suspension       .........jr.........  1
wanted     review-note           ..f.......r.........  1
wanted     state-lapse           ....................  node
wanted     cancel-note           d.f......j..........  1
wanted     confirm-stopped       d.f.................  1
wanted     close-note            d.f.................  1
wanted     correct               d.f.................  2
wanted     confirm-correction    d.f.................  1
"""
ROWS = {
    (kind, step): (letters.ljust(len(FUNCTIONS), "."), persons)  # functions that came later take none
    for kind, step, letters, persons in map(str.split, TABLE.split("\n")[1:-1])
}
OPENINGS = [kind.name for kind in kinds()]


def test_the_table_has_every_step_of_every_kind_and_every_function():
    assert set(ROWS) == {(kind.name, step.name) for kind in kinds() for step in kind.steps}
    assert set(FUNCTIONS.values()) == set(code_list("functions").values)
    assert all(len(letters) == len(FUNCTIONS) for letters, _ in ROWS.values())


@pytest.mark.parametrize("letter", FUNCTIONS)
def test_each_function_takes_the_steps_of_the_table_and_no_other(letter):
    persona = officer(FUNCTIONS[letter])
    column = list(FUNCTIONS).index(letter)
    for (kind, step), (letters, _) in ROWS.items():
        assert permission.may_take(persona, kind, step) is (letters[column] == letter), (kind, step)


def test_two_persons_are_needed_where_the_table_says_so():
    for (kind, step), (_, persons) in ROWS.items():
        declared = kind_of(kind).step(step)
        assert declared.two_persons({}) is (persons == "2"), (kind, step)
        assert declared.by_the_node is (persons == "node"), (kind, step)


@pytest.mark.law("L35")
@pytest.mark.parametrize("letter", FUNCTIONS)
def test_the_form_that_opens_a_matter_is_for_whom_the_table_says(letter, settings):
    settings.SECOND_FACTOR_REQUIRED = False
    client = signed_in(officer(FUNCTIONS[letter]))
    for kind in OPENINGS:
        letters, _ = ROWS[kind, kind_of(kind).opening]
        url = reverse("web:open", args=[kind])
        expected = 200 if letter in letters else 403
        assert (client.get(url).status_code, kind) == (expected, kind)
        if expected == 403:
            assert client.post(url, {}).status_code == 403
