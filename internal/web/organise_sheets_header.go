package web

import (
	"bytes"
	"net/http"
	"slices"
	"strconv"

	"github.com/labstack/echo/v4"

	"convene/internal/fault"
	"convene/internal/paper"
	"convene/internal/person"
	"convene/internal/presence"
)

// longestHeader is the longest line above a sheet, in characters.
const longestHeader = 160

// submitSheetHeader keeps what stands above the sheets of the event.
func (s *Server) submitSheetHeader(c echo.Context) error {
	pr, a, err := s.organised(c)
	if err != nil {
		return err
	}
	h := presence.Header{Project: person.Line(c.FormValue("project"), longestHeader), Number: person.Line(c.FormValue("number"), longestHeader),
		Funding: person.Line(c.FormValue("funding"), longestHeader)}
	err = presence.SetHeader(c.Request().Context(), s.db, s.Now(), pr.Event.ID, h)
	return s.done(c, pr, a, err, "sheet-header", "", s.printer(c).T("The header of the sheets is kept."), organiseURL(&pr.Event)+"/sheets")
}

// submitSheetLogo takes a picture in, when package document can print it.
func (s *Server) submitSheetLogo(c echo.Context) error {
	pr, a, err := s.organised(c)
	if err != nil {
		return err
	}
	body, err := sentFile(c, "logo")
	if err != nil {
		return err
	}
	if len(body) == 0 {
		return s.askSheets(c, pr, nil, []fault.Field{{Name: "logo", Message: "Choose a file."}}, "")
	}
	if paper.CheckLogo(body) != nil {
		return s.askSheets(c, pr, nil, []fault.Field{{Name: "logo", Message: "This picture cannot be printed. Use a PNG or JPEG of at most 512 KB and 1600 dots a side."}}, "")
	}
	err = presence.AddLogo(c.Request().Context(), s.db, pr.Event.ID, body)
	if faults := faultsOf(err); faults != nil {
		return s.askSheets(c, pr, nil, faults, "")
	}
	return s.done(c, pr, a, err, "sheet-logo", "", s.printer(c).T("The logo stands on the sheets from now on."), organiseURL(&pr.Event)+"/sheets")
}

func (s *Server) removeSheetLogo(c echo.Context) error {
	pr, a, err := s.organised(c)
	if err != nil {
		return err
	}
	id, err := strconv.ParseInt(c.Param("id"), 10, 64)
	if err != nil {
		return echo.ErrNotFound
	}
	err = presence.RemoveLogo(c.Request().Context(), s.db, pr.Event.ID, id)
	return s.done(c, pr, a, err, "sheet-logo-removed", "", s.printer(c).T("The logo is removed."), organiseURL(&pr.Event)+"/sheets")
}

// sendSheetLogo shows a logo on the page. It is served as what it is and nothing
// else: a picture that was checked.
func (s *Server) sendSheetLogo(c echo.Context) error {
	pr, _, err := s.organised(c)
	if err != nil {
		return err
	}
	h, err := presence.HeaderOf(c.Request().Context(), s.db, pr.Event.ID)
	if err != nil {
		return err
	}
	i := slices.IndexFunc(h.Logos, func(l presence.Logo) bool { return strconv.FormatInt(l.ID, 10) == c.Param("id") })
	if i < 0 {
		return echo.ErrNotFound
	}
	kind := "image/jpeg"
	if bytes.HasPrefix(h.Logos[i].Body, []byte("\x89PNG")) {
		kind = "image/png"
	}
	return c.Blob(http.StatusOK, kind, h.Logos[i].Body)
}
