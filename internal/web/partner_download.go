package web

import (
	"encoding/base64"
	"encoding/hex"
	"fmt"
	"net/http"

	"github.com/labstack/echo/v4"

	"convene/internal/event"
	"convene/internal/export"
	"convene/internal/locale"
	"convene/internal/registration"
)

// download is one file a partner can take; the first one offered, which suits
// most, is not quiet.
type download struct {
	URL, Label, Note string
	Quiet            bool
}

func downloads(p *locale.Printer, e *event.Event) []download {
	base := partnerURL(e)
	return []download{
		{base + "/attendees.xlsx", formatName(p, export.XLSX), p.T("For Excel and LibreOffice, with a sheet about the file."), false},
		{base + "/attendees-excel.csv", formatName(p, export.CSVExcel), p.T("With %s between the columns; what looks like a formula begins with an apostrophe.", export.Separator(p)), true},
		{base + "/attendees.csv", formatName(p, export.CSV), p.T("For programs: every value as it was typed."), true},
		{base + "/attendees.json", formatName(p, export.JSON), p.T("For programs, with purpose, date and number of people."), true},
	}
}

// partnerSeldom is partner at the pace of a person: a program that runs wild must
// not take the same people a thousand times (ASVS 2.4.1).
func (s *Server) partnerSeldom(next echo.HandlerFunc) echo.HandlerFunc {
	return s.seldom()(s.partner(next))
}

// sendAttendees hands over the people of an event in one format. A HEAD asks
// whether there is something to take, and takes nothing.
func (s *Server) sendAttendees(format string) echo.HandlerFunc {
	return func(c echo.Context) error {
		e, a, err := s.partnered(c)
		if err != nil {
			return err
		}
		ctx, r := c.Request().Context(), s.exportRequest(c, e, a, format)
		if c.Request().Method == http.MethodHead {
			if _, err := export.Preview(ctx, s.db, s.Now(), r); err != nil {
				return err
			}
			c.Response().Header().Set(echo.HeaderContentType, export.ContentType(format))
			return c.NoContent(http.StatusOK)
		}
		f, err := export.ForPartner(ctx, s.db.DB, s.Now(), r)
		if err != nil {
			return err
		}
		if err := describeFile(c.Response().Header(), f, registration.PurposePartner(a.PartnerCode)); err != nil {
			return err
		}
		return sendFile(c, f.Name, f.ContentType, f.Body)
	}
}

// describeFile says beside the file what a CSV has no room for (domain.md DP-15):
// its digest (RFC 9530), and its number in the log, rows and purpose as a
// structured field (RFC 9651).
func describeFile(h http.Header, f *export.File, purpose string) error {
	sum, err := hex.DecodeString(f.SHA256)
	if err != nil {
		return err
	}
	h.Set("Repr-Digest", "sha-256=:"+base64.StdEncoding.EncodeToString(sum)+":")
	h.Set("Convene-Export", fmt.Sprintf("number=%d, rows=%d, purpose=%q", f.Number, f.Rows, purpose))
	return nil
}
