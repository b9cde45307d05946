package web

import (
	"crypto/rand"
	"maps"
	"net/http"
	"net/url"
	"slices"
	"strconv"

	"github.com/labstack/echo/v4"

	"convene/internal/account"
	"convene/internal/event"
	"convene/internal/fault"
	"convene/internal/registration"
)

// confirmPage says what a deed would do and asks for it: the one page for all deeds
// that an organiser takes in one step or two.
type confirmPage struct {
	organisePage
	Form    form
	Subject string // a person's name; "" when it is about no person
	Lead    string
	Effects []string
	Texts   []textField
	Choices []choiceField
	Hidden  []hiddenField // what was typed on the page before
	Key     string        // makes the form count once
	Action  string        // where the form goes; "" is the page's own address
	Button  string        // "" when nothing can be done
	Grave   bool
	Problem string // why nothing can be done, or should wait
	Back    string
}

// hiddenField carries one value to the next page.
type hiddenField struct{ Name, Value string }

// sure is the field that only the second of two pages sends.
const sure = "sure"

// carry takes what was typed along to the page that does it.
func (p *confirmPage) carry(typed url.Values) {
	for _, name := range slices.Sorted(maps.Keys(typed)) {
		if name == sure || name == "key" {
			continue
		}
		for _, v := range typed[name] {
			p.Hidden = append(p.Hidden, hiddenField{name, v})
		}
	}
	p.Hidden = append(p.Hidden, hiddenField{sure, "yes"})
}

func (s *Server) confirmPage(c echo.Context, pr *event.Programme, at, title, back string) *confirmPage {
	p := &confirmPage{organisePage: s.organisePage(c, pr, at, title), Back: back, Key: rand.Text()}
	p.Wide = false
	return p
}

// show answers with the page; wrong fields make it 422.
func (s *Server) showConfirm(c echo.Context, p *confirmPage) error {
	status := http.StatusOK
	if p.Sent = len(p.Form.faults) > 0; p.Sent {
		status = http.StatusUnprocessableEntity
	}
	return s.render(c, status, "organise/confirm", p)
}

// stopped says on the page why the desk would refuse; any other error goes on.
func (p *confirmPage) stopped(err error) error {
	problem, ok := p.refusal(err)
	if !ok {
		return err
	}
	p.Problem, p.Button = problem, ""
	return nil
}

// refusal puts what the desk refused into words for an organiser.
func (p organisePage) refusal(err error) (string, bool) {
	f := fault.As(err)
	if f == nil || registration.Refusal(err) == nil {
		return "", false
	}
	return p.T(f.Message, f.Args...), true
}

// by is the actor of an account in the history.
func by(a *account.Account) string { return "account:" + strconv.FormatInt(a.ID, 10) }

// deedKey makes a form's key one of its account, so that sending twice does once.
func deedKey(a *account.Account, sent string) string {
	if sent == "" {
		return ""
	}
	return "web:organise:" + strconv.FormatInt(a.ID, 10) + ":" + sent
}

// done records a deed and goes back to a page that says so. A deed that the desk
// refused is told there as well: the page shows how things stand now.
func (s *Server) done(c echo.Context, pr *event.Programme, a *account.Account, err error, action, object, said, to string) error {
	if f := fault.As(err); f != nil && registration.Refusal(err) != nil {
		return s.orSeeOther(c, s.tell(c, "warning", s.printer(c).T(f.Message, f.Args...)), to)
	}
	if err != nil {
		return err
	}
	if err := account.Record(c.Request().Context(), s.db, s.Now(), a.ID, action, pr.Event.Slug+object, nil); err != nil {
		return err
	}
	s.wakeMail()
	return s.orSeeOther(c, s.tell(c, "done", said), to)
}
