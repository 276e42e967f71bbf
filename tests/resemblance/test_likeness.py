"""Resemblance, held against pairs as administrators meet them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from linter.resemblance.letters import similarity, skeleton
from linter.resemblance.likeness import resembles

ONE_PERSON = {
    "marriage, the given name stays": [
        ("Anna Berg", "Anna Lind"),
        ("Anna Berg", "Anna Berg-Lind"),
        ("Marie Dupont", "Marie Lefèvre"),
        ("Giulia Rossi", "Giulia Bianchi"),
        ("Елена Петрова", "Елена Смирнова"),
        ("Ελένη Παπαδοπούλου", "Ελένη Γεωργίου"),
        ("田中 花子", "鈴木 花子"),
        ("田中花子", "鈴木花子"),
        ("שרה כהן", "שרה לוי"),
        ("سارة حسن", "سارة يوسف"),
        ("Priya Singh", "Priya Kaur"),
        ("Bo Ek", "Bo Dahl"),
        ("Ben Ortega", "Ben Falk"),
        ("anna.berg", "anna.lind"),
        ("anna_berg", "anna-lind"),
    ],
    "another given name, the family name stays": [
        ("William Baker", "Bill Baker"),
        ("Xiaoming Feng", "Kevin Feng"),
        ("margaret.baker", "peggy.baker"),
    ],
    "a typo": [
        ("Jonathon Meyer", "Jonathan Meier"),
        ("Micheal", "Michael"),
        ("Jhon Bakre", "John Baker"),
        ("Katarzyna", "Katarzna"),
        ("sctott", "scott"),
        ("aleksander.nowk", "aleksandr.nowak"),
        ("Konstantinopoulos", "Konstandinopulos"),
        ("Fernandez", "Fernandes"),
        ("Мария Иванова", "Мариа Иванова"),
    ],
    "initials": [
        ("F C", "Frank Castle"),
        ("J. Singh", "Jaspreet Singh"),
        ("J. R. Baker", "John Baker"),
        ("m.k", "markus.keller"),
        ("jsmith", "john.smith"),
        ("smithj", "john.smith"),
        ("johns", "john.smith"),
        ("js", "john.smith"),
        ("jfk", "john.f.kelly"),
        ("jnguyen", "jennifer.nguyen"),
        ("Li W", "Li Weiming"),
    ],
    "another order": [
        ("Berg, Anna", "Anna Berg"),
        ("Nguyen Van An", "An Nguyen Van"),
        ("Kim Min-su", "Min-su Kim"),
        ("Kim Minsu", "Kim Min-su"),
        ("berg.anna", "annaberg"),
        ("Wang Xiaoming", "Xiao Ming Wang"),
    ],
    "hyphen, blank, apostrophe": [
        ("Anna-Lena Kern", "Annalena Kern"),
        ("Jean Pierre", "Jean-Pierre"),
        ("O'Brien", "OBrien"),
        ("D’Angelo", "D'Angelo"),
        ("annaberg", "anna.berg"),
    ],
    "accents and other ways to spell a letter": [
        ("José Núñez", "Jose Nunez"),
        ("Jürgen Müller", "Juergen Mueller"),
        ("Søren Kjær", "Soren Kjaer"),
        ("Łukasz Żak", "Lukasz Zak"),
        ("Şeyma Yıldız", "Seyma Yildiz"),
        ("Strauß", "Strauss"),
        ("Đặng Thị Hoa", "Dang Thi Hoa"),
        ("مُحَمَّد سالم", "محمد سالم"),
        ("ＡＮＮＡ ＢＥＲＧ", "anna berg"),
    ],
    "another script": [
        ("Дмитрий Орлов", "Dmitry Orlov"),
        ("Юлия Щербакова", "Yulia Shcherbakova"),
        ("Ольга Київська", "Olga Kyivska"),
        ("Νίκος Ανδρέου", "Nikos Andreou"),
    ],
    "a rebranded domain, a new address scheme: the local part stays": [
        ("anna.berg", "anna.berg"),
        ("anna.berg", "anna.berg2"),
        ("aberg", "anna.berg"),
        ("anna", "anna.berg"),
        ("info", "info"),
        ("OLDCORP\\aberg", "NEWCORP\\aberg"),
    ],
    "nicknames that begin the name": [
        ("Ben Ortega", "Benjamin Ortega"),
        ("max", "maximilian"),
        ("Chris", "Christine Vogel"),
        ("alex", "alexandra.popescu"),
        ("Sam Khan", "Samira Khan"),
    ],
    "things put beside the name": [
        ("F C", "F C FC@COMPANY.EXAMPLE"),
        ("F C", "F C (Sales)"),
        ("Anna Berg", "Dr. Anna von Berg"),
        ("Berg", "Berg - Acme"),
        ("Ludwig van Beek", "Ludwig Beek"),
    ],
}

ANOTHER_PERSON = {
    "a new colleague": [
        ("Anna Berg", "Peter Lind"),
        ("F C", "D K"),
        ("F C", "Dana Keller"),
        ("Marie Dupont", "Luc Lefèvre"),
        ("Giulia Rossi", "Marco Bianchi"),
        ("Елена Петрова", "Иван Смирнов"),
        ("Ελένη Παπαδοπούλου", "Νίκος Ανδρέου"),
        ("田中花子", "鈴木一郎"),
        ("田中 花子", "鈴木 一郎"),
        ("שרה כהן", "דוד לוי"),
        ("سارة حسن", "عمر يوسف"),
        ("कमला देवी", "रवि शर्मा"),
        ("anna.berg", "peter.lind"),
        ("aberg", "plind"),
        ("annaberg", "peterlind"),
        ("name", "fc"),
        ("anna", "peter"),
        ("Юлия", "Ivan"),
    ],
    "a new colleague with the same initials": [
        ("Anna Berg", "Arne Bauer"),
        ("m.keller", "markus.kaiser"),
        ("mkeller", "mkaiser"),
        ("J Baker", "Jane Cook"),
        ("ab", "ac"),
    ],
    "a new colleague with a name that begins alike": [
        ("Martin", "Martha"),
        ("Anders Dahl", "Andrea Falk"),
        ("Christian Vogel", "Christoph Weiss"),
        ("Jonas", "Joanna"),
        ("Maria Rossi", "Mario Russo"),
        ("marketing", "markus"),
        ("asmith", "bsmith"),
        ("Hans", "Jans"),
    ],
    "a common name in common": [
        ("Nguyễn Văn An", "Nguyễn Thị Hoa"),
        ("Kim Min-su", "Kim Ji-woo"),
        ("Kim Min-su", "Kim Min-ji"),
        ("김민수", "김지우"),
        ("김 민수", "김 지우"),
        ("Wang Wei", "Wang Lei"),
        ("王伟", "王芳"),
        ("Li Na", "Li Weiming"),
        ("José García López", "Carmen García Pérez"),
        ("Mohammed Salem", "Muhammad Rashid"),
        ("Harpreet Singh", "Gurdeep Singh"),
        ("nguyen.an", "nguyen.hoa"),
        ("Nguyen", "Nguyen Thi Hoa"),
        ("Lars Hansen", "Mette Hansen"),
    ],
    "a particle, title or label in common": [
        ("Dr. Anna Berg", "Dr. Peter Lind"),
        ("Ludwig van der Beek", "Maria van der Meer"),
        ("Omar bin Salem", "Yusuf bin Rashid"),
        ("Carla da Costa", "Rui da Rocha"),
        ("Anna Berg (External)", "Peter Lind (External)"),
        ("Anna Berg - Acme", "Peter Lind - Acme"),
        ("Anna Berg anna@acme.example", "Peter Lind peter@acme.example"),
        ("ACME\\aberg", "ACME\\plind"),
        ("ext.berg", "ext.lind"),
    ],
    "nobody": [
        ("", ""),
        ("Anna", ""),
        ("", "Anna"),
        ("...", "Anna"),
        ("A", "B"),
        ("A", "Anna"),
    ],
}


def _cases(table):
    return [pytest.param(a, b, id=f"{kind}: {a} / {b}") for kind, pairs in table.items() for a, b in pairs]


@pytest.mark.parametrize(("a", "b"), _cases(ONE_PERSON))
def test_one_person(a, b):
    assert resembles(a, b)
    assert resembles(b, a)


@pytest.mark.parametrize(("a", "b"), _cases(ANOTHER_PERSON))
def test_another_person(a, b):
    assert not resembles(a, b)
    assert not resembles(b, a)


LOOK_ALIKES = [
    ("paypal", "раураl", "Cyrillic letters"),
    ("paypal", "paypaI", "a capital I for an l"),
    ("microsoft", "rnicrosoft", "rn for m"),
    ("wilson", "vvilson", "vv for w"),
    ("admin", "adm1n", "a digit"),
    ("foo", "f0o", "a digit"),
    ("Alice", "ａｌｉｃｅ", "full width"),
    ("rene", "rené", "an accent"),
]


@pytest.mark.parametrize(("real", "fake"), [pytest.param(a, b, id=why) for a, b, why in LOOK_ALIKES])
def test_look_alikes_have_one_skeleton(real, fake):
    assert skeleton(real) == skeleton(fake)


@pytest.mark.parametrize(
    ("a", "b"),
    [("anna", "anne"), ("berg", "burg"), ("fc@company.example", "name@company.example"), ("", "a")],
)
def test_what_reads_differently_has_another_skeleton(a, b):
    assert skeleton(a) != skeleton(b)


def test_similarity_runs_from_nothing_to_the_same():
    assert similarity("Anna Berg", "berg, ANNA") == 1
    assert similarity("José", "jose") == 1
    assert similarity("", "") == 1
    assert similarity("", "anna") == 0
    assert similarity("abc", "xyz") == 0
    assert similarity("anna.berg", "anna.borg") == pytest.approx(8 / 9)
    assert similarity("Anna Berg", "Anna Lind") > similarity("Anna Berg", "Peter Lind")


def test_a_long_text_is_cut_before_it_is_compared():
    assert similarity("a" * 100_000, "b" * 100_000) == 0
    assert resembles("anna " + "x" * 100_000, "anna " + "y" * 100_000)


@given(st.text(max_size=30), st.text(max_size=30))
def test_order_does_not_matter(a, b):
    assert resembles(a, b) == resembles(b, a)
    assert similarity(a, b) == pytest.approx(similarity(b, a))
    assert 0 <= similarity(a, b) <= 1


@given(st.text(max_size=30))
def test_a_text_is_like_itself(a):
    assert similarity(a, a) == 1
    assert skeleton(skeleton(a)) == skeleton(a)
