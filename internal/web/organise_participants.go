package web

import (
	"net/http"

	"github.com/labstack/echo/v4"

	"convene/internal/account"
	"convene/internal/fault"
	"convene/internal/paper"
)

// participantsPage is the list of participants as a page: what the paper says, for
// those who read with their ears. It is in the language of the paper.
type participantsPage struct {
	organisePage
	List   *paper.ParticipantList
	Papers []listLink
	Issued string // when the last final version was issued; "" before the first
	Empty  bool
}

// listLink is the same list in one language, on paper and as a page.
type listLink struct {
	Name, PageURL, PaperURL string
	Current                 bool
}

func (s *Server) showParticipants(c echo.Context) error {
	pr, _, err := s.organised(c)
	if err != nil {
		return err
	}
	asked := s.papersAsked(c, pr)
	list, err := paper.LoadParticipants(c.Request().Context(), s.db, s.paperRequest(pr, asked, ""))
	if err != nil {
		return err
	}
	p := participantsPage{organisePage: s.organisePage(c, pr, "/logistics", s.printer(c).T("List of participants")), List: list,
		Empty: len(list.Sections) == 0}
	if !list.IssuedAt.IsZero() {
		p.Issued = p.Moment(list.IssuedAt.In(pr.Event.Zone()))
	}
	for _, tag := range paperLanguages(p.Printer, &pr.Event) {
		asked.lang = tag
		at := "?" + asked.query().Encode()
		p.Papers = append(p.Papers, listLink{p.Language(tag), p.Base + "/logistics/participants" + at,
			p.Base + "/logistics/papers/participants" + at, tag == list.Lang})
	}
	return s.render(c, http.StatusOK, "organise/participants", p)
}

// issueParticipants makes the list as it is now final.
func (s *Server) issueParticipants(c echo.Context) error {
	pr, a, err := s.organised(c)
	if err != nil {
		return err
	}
	ctx, p := c.Request().Context(), s.printer(c)
	back := organiseURL(&pr.Event) + "/logistics/participants"
	version, err := paper.Issue(ctx, s.db.DB, s.paperRequest(pr, s.papersAsked(c, pr), ""), a.ID)
	if f := fault.As(err); f != nil && f.Kind == fault.Conflict {
		return s.orSeeOther(c, s.tell(c, "warning", p.T(f.Message, f.Args...)), back)
	}
	if err != nil {
		return err
	}
	err = account.Record(ctx, s.db, s.Now(), a.ID, "issue-list", pr.Event.Slug, map[string]int{"version": version})
	if err != nil {
		return err
	}
	return s.orSeeOther(c, s.tell(c, "done", p.T("Version %d is final. When a person on the list changes, the next version begins.", version)), back)
}
