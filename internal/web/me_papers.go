package web

import (
	"net/http"

	"github.com/labstack/echo/v4"

	"convene/internal/document"
	"convene/internal/fault"
	"convene/internal/paper"
	"convene/internal/presence"
)

// confirmationPage is the confirmation as a page: the same facts as the PDF, which
// carries no tags for screen readers.
type confirmationPage struct {
	page
	*ownPage
	Paper *document.Confirmation
}

// certificatePage is the certificate as a page.
type certificatePage struct {
	page
	*ownPage
	Certificate *presence.Certificate
	Paper       document.Certificate
}

// personalPaper is the request of a paper for one person, in the reader's language.
func (s *Server) personalPaper(c echo.Context) paper.Personal {
	return paper.Personal{Lang: s.printer(c).Lang(), Now: s.Now(), Secret: s.Secret, BaseURL: s.BaseURL, Contact: s.Contact}
}

func (s *Server) showConfirmation(c echo.Context) error {
	own, err := s.mine(c)
	if err != nil {
		return err
	}
	made, err := paper.Confirmation(c.Request().Context(), s.db, own.Programme, own.Registration, s.personalPaper(c))
	if err != nil {
		return err
	}
	return s.render(c, http.StatusOK, "me/confirmation", confirmationPage{s.page(c, made.Title), own, made})
}

func (s *Server) sendConfirmation(c echo.Context) error {
	own, err := s.mine(c)
	if err != nil {
		return err
	}
	made, err := paper.ConfirmationFile(c.Request().Context(), s.db, own.Programme, own.Registration, s.personalPaper(c))
	if err != nil {
		return err
	}
	return sendFile(c, made.Name, "application/pdf", made.Body)
}

// certified is one's own certificate that stands.
func (s *Server) certified(c echo.Context) (*ownPage, *presence.Certificate, error) {
	own, err := s.mine(c)
	if err != nil {
		return nil, nil, err
	}
	found, err := presence.CertificateOf(c.Request().Context(), s.db, own.Registration.EventID, own.Registration.ID)
	if err == nil && (found == nil || !found.Stands()) {
		err = fault.New(fault.NotFound, "There is no certificate for you.")
	}
	return own, found, err
}

func (s *Server) showCertificate(c echo.Context) error {
	own, found, err := s.certified(c)
	if err != nil {
		return err
	}
	made := paper.Certificate(found, s.personalPaper(c))
	return s.render(c, http.StatusOK, "me/certificate", certificatePage{s.page(c, made.Title), own, found, made})
}

func (s *Server) sendCertificate(c echo.Context) error {
	own, found, err := s.certified(c)
	if err != nil {
		return err
	}
	made, err := paper.CertificateFile(&own.Programme.Event, found, s.personalPaper(c))
	if err != nil {
		return err
	}
	return sendFile(c, made.Name, "application/pdf", made.Body)
}

// papersView is what of these papers the page of a registration leads to. Withdrawn
// says when the certificate was; "" when it stands or never was.
type papersView struct {
	Confirmation, Certificate bool
	Withdrawn                 string
}

func (s *Server) papers(c echo.Context, own *ownPage) (papersView, error) {
	v := papersView{Confirmation: paper.HasConfirmation(own.Registration)}
	found, err := presence.CertificateOf(c.Request().Context(), s.db, own.Registration.EventID, own.Registration.ID)
	switch p := s.printer(c); {
	case found == nil:
	case found.Stands():
		v.Certificate = true
	default:
		v.Withdrawn = p.T("Your certificate of attendance was withdrawn on %s.", p.Date(found.RevokedAt))
	}
	return v, err
}
