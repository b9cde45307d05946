"""Draws the documents of `make bench` with ReportLab, as one would write it by
hand: the canvas, not the slower flowables; each code as one path of merged runs,
not an image. Prints how many seconds it took, reading the input and importing not
counted, and how many MB it held at most.

usage: reportlab.py KIND INPUT OUTPUT, the kinds being those of documents.go
"""

import json
import sys
import time

import qrcode
from reportlab.lib.pagesizes import A4, landscape
from reportlab.lib.units import mm
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen import canvas

WIDTH, HEIGHT = A4
GREY, INK, BLUE = (0.27, 0.31, 0.36), (0.07, 0.09, 0.13), (0.12, 0.23, 0.43)
MARGIN, ROW = 15 * mm, 9 * mm


def fitted(text, font, largest, smallest, width):
    """The largest size at which the text is as wide as its place."""
    size = largest
    while size > smallest and pdfmetrics.stringWidth(text, font, size) > width:
        size -= 0.5
    return size


def line(c, text, font, largest, x, y, width, colour=INK, smallest=5):
    c.setFillColorRGB(*colour)
    c.setFont(font, fitted(text, font, largest, smallest, width))
    c.drawString(x, y, text)


def code(c, token, x, y, side):
    qr = qrcode.QRCode(error_correction=qrcode.constants.ERROR_CORRECT_M, border=4)
    qr.add_data(token)
    qr.make()
    modules = qr.get_matrix()
    unit = side / len(modules)
    path = c.beginPath()
    for r, row in enumerate(modules):
        start = None
        for k, dark in enumerate(list(row) + [False]):
            if dark and start is None:
                start = k
            elif not dark and start is not None:
                path.rect(x + start * unit, y + side - (r + 1) * unit, (k - start) * unit, unit)
                start = None
    c.setFillColorRGB(0, 0, 0)
    c.drawPath(path, stroke=0, fill=1)


def badge(c, d, p, x, y, with_code):
    """One badge of 105 by 74 mm, its lower left corner at x, y."""
    c.setFillColorRGB(*BLUE)
    c.rect(x + 6 * mm, y + 59 * mm, 1 * mm, 9.6 * mm, stroke=0, fill=1)
    line(c, d["event"], "bold", 8, x + 8 * mm, y + 65.5 * mm, 91 * mm, BLUE)
    line(c, d["dates"], "regular", 7.5, x + 8 * mm, y + 61.5 * mm, 91 * mm, GREY)
    line(c, p["name"], "bold", 34, x + 6 * mm, y + 46 * mm, 93 * mm)
    line(c, p["latin"], "regular", 13, x + 6 * mm, y + 40 * mm, 93 * mm)
    line(c, p["function"], "regular", 10, x + 6 * mm, y + 30 * mm, 67 * mm)
    line(c, p["body"], "bold", 11, x + 6 * mm, y + 24 * mm, 67 * mm)
    line(c, p["country"], "regular", 10, x + 6 * mm, y + 18 * mm, 67 * mm, GREY)
    c.setFillColorRGB(*BLUE)
    c.rect(x + 6 * mm, y + 5 * mm, 54 * mm, 7.25 * mm, stroke=0, fill=1)
    line(c, "P  Participant", "bold", 11, x + 8 * mm, y + 7 * mm, 50 * mm, (1, 1, 1))
    if with_code:
        code(c, p["token"], x + 76.7 * mm, y + 12 * mm, 25.4 * mm)
        line(c, p["token"], "regular", 7, x + 62 * mm, y + 7 * mm, 37 * mm)


def badges(c, d, with_code):
    for i, p in enumerate(d["people"]):
        if i and i % 8 == 0:
            c.showPage()
        badge(c, d, p, i % 2 * WIDTH / 2, HEIGHT * (3 - i % 8 // 2) / 4, with_code)
    c.showPage()


def list_head(c, d, page, pages):
    line(c, "Attendance list", "bold", 16, MARGIN, HEIGHT - 20 * mm, WIDTH - 2 * MARGIN)
    line(c, d["event"], "bold", 11, MARGIN, HEIGHT - 27 * mm, WIDTH - 2 * MARGIN, BLUE)
    line(c, d["dates"], "regular", 9, MARGIN, HEIGHT - 32 * mm, WIDTH - 2 * MARGIN, GREY)
    for x, title in ((0, "No."), (12, "Name"), (75, "Function"), (120, "Desk"), (132, "Signature")):
        line(c, title, "bold", 8, MARGIN + x * mm, HEIGHT - 40 * mm, 50 * mm)
    line(c, "Page %d of %d" % (page, pages), "regular", 8, WIDTH - MARGIN - 30 * mm, 10 * mm, 30 * mm, GREY)


def attendance(c, d):
    people, page, y = d["people"], 1, HEIGHT - 50 * mm
    pages = -(-len(people) // 12)
    list_head(c, d, page, pages)
    for i, p in enumerate(people):
        if i and i % 12 == 0:
            line(c, "People on this page: 12", "regular", 8, MARGIN, 16 * mm, 60 * mm)
            c.showPage()
            page, y = page + 1, HEIGHT - 50 * mm
            list_head(c, d, page, pages)
        line(c, p["country"] + " · " + p["body"], "bold", 8, MARGIN, y, WIDTH - 2 * MARGIN, BLUE)
        y -= ROW
        line(c, str(i + 1), "regular", 8, MARGIN, y, 10 * mm)
        line(c, p["name"], "bold", 9, MARGIN + 12 * mm, y, 60 * mm)
        line(c, p["latin"], "regular", 7, MARGIN + 12 * mm, y - 3 * mm, 60 * mm, GREY)
        line(c, p["function"], "regular", 8, MARGIN + 75 * mm, y, 42 * mm)
        c.rect(MARGIN + 120 * mm, y - 3 * mm, 6 * mm, 6 * mm)
        c.rect(MARGIN + 132 * mm, y - 3 * mm, 48 * mm, 7 * mm)
        y -= ROW
    c.showPage()


def certificates(c, d):
    width, height = landscape(A4)
    c.setPageSize((width, height))
    for p in d["people"]:
        inner = width - 60 * mm
        line(c, "Certificate of attendance", "bold", 24, 30 * mm, height - 35 * mm, inner, BLUE)
        line(c, p["name"], "bold", 40, 30 * mm, height - 62 * mm, inner)
        line(c, p["latin"], "regular", 16, 30 * mm, height - 71 * mm, inner, GREY)
        line(c, p["body"], "regular", 14, 30 * mm, height - 82 * mm, inner)
        line(c, d["event"], "bold", 16, 30 * mm, height - 98 * mm, inner)
        line(c, d["dates"], "regular", 12, 30 * mm, height - 106 * mm, inner)
        for i, half_day in enumerate(d["halfDays"]):
            line(c, half_day, "regular", 11, 30 * mm, height - (118 + 6 * i) * mm, inner)
        line(c, "Anybody can check this certificate at " + d["verify"], "regular", 10, 30 * mm, 36 * mm, inner)
        line(c, "Code " + p["token"][:20], "bold", 10, 30 * mm, 30 * mm, inner)
        line(c, "Sample Signatory, Secretary", "regular", 10, 30 * mm, 22 * mm, inner)
        code(c, d["verify"] + "#" + p["token"][:20], width - 60 * mm, 20 * mm, 30 * mm)
        c.showPage()


def main():
    kind, source, target = sys.argv[1:]
    with open(source, encoding="utf-8") as f:
        d = json.load(f)
    start = time.perf_counter()
    pdfmetrics.registerFont(TTFont("regular", d["fonts"][0]))
    pdfmetrics.registerFont(TTFont("bold", d["fonts"][1]))
    c = canvas.Canvas(target, pagesize=A4, pageCompression=1)
    draw = {
        "badges": lambda: badges(c, d, True),
        "plain": lambda: badges(c, d, False),
        "list": lambda: attendance(c, d),
        "certificates": lambda: certificates(c, d),
    }
    draw[kind]()
    c.save()
    took = time.perf_counter() - start
    with open("/proc/self/status") as f:
        peak = next(int(row.split()[1]) for row in f if row.startswith("VmHWM:"))
    print(took, peak / 1000)


main()
