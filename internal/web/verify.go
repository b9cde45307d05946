package web

import (
	"net/http"
	"net/url"

	"github.com/labstack/echo/v4"

	"convene/internal/fault"
	"convene/internal/presence"
)

// verifyPage asks for the code of a certificate and says what it proves: name,
// event and half-days, and nothing else about anybody.
type verifyPage struct {
	page
	Form   form
	Proof  *presence.Proof // of a certificate that stands
	Where  string          // city and dates
	Answer string          // what is so instead
}

func (s *Server) showVerify(c echo.Context) error {
	return s.askCertificate(c, verifyPage{}, nil, nil)
}

func (s *Server) askCertificate(c echo.Context, p verifyPage, typed url.Values, faults []fault.Field) error {
	p.page = s.page(c, s.printer(c).T("Check a certificate"))
	p.Form = newForm(p.Printer, typed, faults)
	status := http.StatusOK
	if p.Sent = len(faults) > 0; p.Sent {
		status = http.StatusUnprocessableEntity
	}
	return s.render(c, status, "certificates", p)
}

// submitVerify is a POST so that no code stands in an address or a log.
func (s *Server) submitVerify(c echo.Context) error {
	typed, p := c.Request().PostForm, s.printer(c)
	proof, err := presence.Verify(c.Request().Context(), s.db, typed.Get("code"))
	switch {
	case faultsOf(err) != nil:
		return s.askCertificate(c, verifyPage{}, typed, faultsOf(err))
	case fault.Is(err, fault.NotFound):
		return s.askCertificate(c, verifyPage{Answer: p.T("There is no such certificate.")}, typed, nil)
	case err != nil:
		return err
	case !proof.ReplacedAt.IsZero():
		return s.askCertificate(c, verifyPage{Answer: p.T("This certificate was replaced by a later one on %s. It is no longer valid.", p.Date(proof.ReplacedAt.In(proof.Zone())))}, nil, nil)
	case !proof.RevokedAt.IsZero():
		return s.askCertificate(c, verifyPage{Answer: p.T("This certificate was withdrawn on %s. It is not valid.", p.Date(proof.RevokedAt.In(proof.Zone())))}, nil, nil)
	}
	return s.askCertificate(c, verifyPage{Proof: proof, Where: p.T("%s, %s", proof.City, p.DateRange(proof.StartsAt, proof.EndsAt))}, nil, nil)
}
