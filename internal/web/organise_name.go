package web

import (
	"net/url"

	"github.com/labstack/echo/v4"

	"convene/internal/fault"
	"convene/internal/registration"
)

// showCorrection asks how a person is really called. It is possible for as long as
// the registration lives, after the event too: a certificate may need it.
func (s *Server) showCorrection(c echo.Context) error {
	sub, err := s.subject(c, "")
	if err != nil {
		return err
	}
	r := sub.Registration
	sub.typed = url.Values{"given_name": {r.Given}, "family_name": {r.Family}, "badge_name": {r.Badge}, "latin_name": {r.Latin}}
	return s.askCorrection(c, sub, nil)
}

func (s *Server) askCorrection(c echo.Context, sub *subject, faults []fault.Field) error {
	sub.called(sub.T("Correct the name"))
	sub.Lead = sub.T("For a name that is misspelt. Places stay as they are, and nobody is written to. A badge or a certificate that is out already has to be made again.")
	f := newForm(sub.Printer, sub.typed, faults)
	sub.Form = f
	sub.Texts = []textField{
		f.Text("given_name", sub.T("Given names"), "", "off"), f.Text("family_name", sub.T("Family name (if they have one)"), "", "off"),
		f.Text("badge_name", sub.T("Name on the badge"), sub.T("Leave it empty to use the names above."), "off"),
		f.Text("latin_name", sub.T("In Latin letters"), sub.T("Only for a name in other letters."), "off"),
	}
	sub.Button = sub.T("Save")
	return s.showConfirm(c, sub.confirmPage)
}

func (s *Server) submitCorrection(c echo.Context) error {
	sub, err := s.subject(c, "")
	if err != nil {
		return err
	}
	sub.typed = c.Request().PostForm
	named := registration.Details{Given: sub.typed.Get("given_name"), Family: sub.typed.Get("family_name"),
		Badge: sub.typed.Get("badge_name"), Latin: sub.typed.Get("latin_name")}
	err = registration.CorrectName(c.Request().Context(), s.db.DB, sub.Registration, named, by(sub.by), s.Now())
	if faults := faultsOf(err); faults != nil {
		return s.askCorrection(c, sub, faults)
	}
	return s.done(c, sub.Programme, sub.by, err, "correct-name", "/"+sub.Registration.Reference, sub.T("The name is corrected."), sub.Back)
}
