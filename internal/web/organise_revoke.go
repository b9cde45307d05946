package web

import (
	"github.com/labstack/echo/v4"

	"convene/internal/fault"
	"convene/internal/presence"
)

// showRevocation asks why a certificate is withdrawn.
func (s *Server) showRevocation(c echo.Context) error {
	return s.askRevocation(c, nil)
}

func (s *Server) askRevocation(c echo.Context, faults []fault.Field) error {
	pr, _, found, err := s.certificateOf(c)
	if err != nil {
		return err
	}
	p := s.confirmPage(c, pr, "/certificates", s.printer(c).T("Withdraw a certificate"), organiseURL(&pr.Event)+"/certificates")
	p.Form = newForm(p.Printer, c.Request().PostForm, faults)
	p.Subject, p.Grave, p.Button = found.Name, true, p.T("Withdraw the certificate")
	p.Lead = p.T("Its code then says that it was withdrawn, and the person no longer finds it on their page. Nobody is written to.")
	p.Texts = []textField{p.Form.Text("why", p.T("Reason"), p.T("For the organisers; nobody else reads it."), "off")}
	return s.showConfirm(c, p)
}

func (s *Server) submitRevocation(c echo.Context) error {
	pr, a, found, err := s.certificateOf(c)
	if err != nil {
		return err
	}
	err = presence.Revoke(c.Request().Context(), s.db, s.Now(), a.ID, found.RegistrationID, c.FormValue("why"))
	if faults := faultsOf(err); faults != nil {
		return s.askRevocation(c, faults)
	}
	return s.done(c, pr, a, err, "withdraw-certificate", "/"+found.Reference, s.printer(c).T("The certificate is withdrawn."), organiseURL(&pr.Event)+"/certificates")
}
