package web

import (
	"net/url"

	"github.com/labstack/echo/v4"

	"convene/internal/account"
	"convene/internal/event"
	"convene/internal/fault"
	"convene/internal/locale"
	"convene/internal/paper"
	"convene/internal/presence"
	"convene/internal/registration"
)

// showIssue asks whether to issue for everybody who took part.
func (s *Server) showIssue(c echo.Context) error {
	pr, _, err := s.organised(c)
	if err != nil {
		return err
	}
	return s.askIssue(c, pr, presence.Order{})
}

// askIssue says what issuing would do and asks for it, and for whether to write to
// the people.
func (s *Server) askIssue(c echo.Context, pr *event.Programme, o presence.Order) error {
	n, err := presence.Foresee(c.Request().Context(), s.db, pr, o)
	if err != nil {
		return err
	}
	back := organiseURL(&pr.Event) + "/certificates"
	p := s.confirmPage(c, pr, "/certificates", s.printer(c).T("Issue certificates"), back)
	p.Action, p.Effects = back+"/issue", issueWords(p.Printer, n, false)
	p.Form = newForm(p.Printer, nil, nil)
	if n.Made() == 0 {
		p.Problem = p.T("There is nothing to issue.")
		return s.showConfirm(c, p)
	}
	typed := c.Request().PostForm
	if o.Only == nil {
		typed = url.Values{"all": {"yes"}}
	}
	p.carry(typed)
	p.Lead = p.T("A certificate says what is recorded now. It can be corrected and issued again, and it can be withdrawn.")
	p.Choices = []choiceField{p.Form.Boxes("tell", p.T("Mail"), "", []option{{Value: "yes", Label: p.T("Write to each of them that it is ready"),
		Note: p.T("The mail has a link to their page, where they get it themselves.")}})}
	if s.Now().Before(pr.Event.EndsAt) {
		p.Problem = p.T("The event is not over yet. Presence that is marked later needs corrected certificates.")
	}
	p.Button = p.N("Issue %d certificate", "Issue %d certificates", n.Made(), n.Made())
	return s.showConfirm(c, p)
}

// issueWords say what an order would do, or did, a sentence each.
func issueWords(p *locale.Printer, n presence.Issued, done bool) []string {
	var words []string
	add := func(n int, sentence string) {
		if n > 0 {
			words = append(words, sentence)
		}
	}
	if done {
		add(n.New, p.N("%d certificate is issued.", "%d certificates are issued.", n.New, n.New))
		add(n.Replaced, p.N("%d certificate is replaced by a corrected one.", "%d certificates are replaced by corrected ones.", n.Replaced, n.Replaced))
	} else {
		add(n.New, p.N("%d person gets a certificate.", "%d people get a certificate.", n.New, n.New))
		add(n.Replaced, p.N("%d person gets a corrected one. The code of the old one then says that it was replaced.",
			"%d people get a corrected one. The codes of the old ones then say that they were replaced.", n.Replaced, n.Replaced))
	}
	add(n.Same, p.N("%d person has one that is right.", "%d people have one that is right.", n.Same, n.Same))
	add(n.Refused, p.N("%d person gets none: no presence is recorded.", "%d people get none: no presence is recorded.", n.Refused, n.Refused))
	return words
}

// submitIssue takes the people chosen in the list, or everybody; the second of two
// pages does it.
func (s *Server) submitIssue(c echo.Context) error {
	pr, a, err := s.organised(c)
	if err != nil {
		return err
	}
	back, p, typed := organiseURL(&pr.Event)+"/certificates", s.printer(c), c.Request().PostForm
	o := presence.Order{Secret: s.Secret, Now: s.Now(), AccountID: a.ID}
	if typed.Get("all") == "" {
		if o.Only, err = s.chosenPeople(c, pr); err != nil {
			return err
		}
		if len(o.Only) == 0 {
			return s.orSeeOther(c, s.tell(c, "warning", p.T("Choose at least one person first.")), back)
		}
	}
	if typed.Get(sure) == "" {
		return s.askIssue(c, pr, o)
	}
	if typed.Get("tell") != "" {
		o.Letterhead = s.desk.Letterhead
	}
	issued, err := presence.Issue(c.Request().Context(), s.db.DB, pr, o)
	if f := fault.As(err); f != nil && f.Kind == fault.Conflict {
		return s.orSeeOther(c, s.tell(c, "warning", p.T(f.Message, f.Args...)), back)
	}
	if err != nil {
		return err
	}
	return s.issued(c, pr, a, issued, back)
}

// issued records what was done and says it.
func (s *Server) issued(c echo.Context, pr *event.Programme, a *account.Account, n presence.Issued, back string) error {
	facts := map[string]int{"new": n.New, "replaced": n.Replaced}
	if err := account.Record(c.Request().Context(), s.db, s.Now(), a.ID, "certify", pr.Event.Slug, facts); err != nil {
		return err
	}
	s.wakeMail()
	for _, sentence := range issueWords(s.printer(c), n, true) {
		if err := s.tell(c, "done", sentence); err != nil {
			return err
		}
	}
	return s.seeOther(c, back)
}

// chosenPeople are the registrations that are ticked. One of another event is none.
func (s *Server) chosenPeople(c echo.Context, pr *event.Programme) ([]int64, error) {
	ticked := c.Request().PostForm["registration"]
	ids := []int64{}
	for _, reference := range ticked[:min(rowsPerPage, len(ticked))] {
		r, err := registration.ByReference(c.Request().Context(), s.db, pr.Event.ID, reference)
		if err != nil {
			return nil, err
		}
		ids = append(ids, r.ID)
	}
	return ids, nil
}

// sendCertificates is all certificates that stand in one file, to be printed.
func (s *Server) sendCertificates(c echo.Context) error {
	pr, a, err := s.organised(c)
	if err != nil {
		return err
	}
	made, err := paper.Certificates(c.Request().Context(), s.db, &pr.Event, s.personalPaper(c))
	if err != nil {
		return err
	}
	return s.handOut(c, pr, a, made, made.Name)
}

func (s *Server) sendOneCertificate(c echo.Context) error {
	pr, a, found, err := s.certificateOf(c)
	if err != nil {
		return err
	}
	made, err := paper.CertificateFile(&pr.Event, found, s.personalPaper(c))
	if err != nil {
		return err
	}
	return s.handOut(c, pr, a, made, found.Reference)
}

// certificateOf finds the certificate that stands of the registration of the path.
func (s *Server) certificateOf(c echo.Context) (*event.Programme, *account.Account, *presence.Certificate, error) {
	pr, a, err := s.organised(c)
	if err != nil {
		return nil, nil, nil, err
	}
	r, err := registration.ByReference(c.Request().Context(), s.db, pr.Event.ID, c.Param("reference"))
	if err != nil {
		return nil, nil, nil, err
	}
	found, err := presence.CertificateOf(c.Request().Context(), s.db, pr.Event.ID, r.ID)
	if err == nil && (found == nil || !found.Stands()) {
		err = fault.New(fault.NotFound, "There is no certificate of this person.")
	}
	return pr, a, found, err
}
