package web

import (
	"net/http"
	"net/url"
	"strconv"
	"time"

	"github.com/labstack/echo/v4"

	"convene/internal/account"
	"convene/internal/event"
	"convene/internal/fault"
	"convene/internal/person"
)

// tokensPage lists the tokens that reach an event and makes new ones. Secret is
// the one that was just made: it is shown now and never again.
type tokensPage struct {
	organisePage
	Form   form
	Fields tokenFields
	Tokens []tokenView
	Secret string
}

// tokenFields are the form for a new token.
type tokenFields struct {
	Name               textField
	Owner, Scopes, End choiceField
}

// longestTokenName is in characters.
const longestTokenName = 80

// tokenEnds are the days a token may last, usualEnd what is suggested.
var tokenEnds = []int{30, 90, 365}

const usualEnd = 90

func (s *Server) showTokens(c echo.Context) error {
	pr, a, err := s.organised(c)
	if err != nil {
		return err
	}
	return s.askToken(c, http.StatusOK, pr, a, suggestedToken(a), nil, "")
}

// suggestedToken is what an empty form has chosen: one's own token that only reads.
func suggestedToken(a *account.Account) url.Values {
	return url.Values{"owner": {strconv.FormatInt(a.ID, 10)}, "scopes": {account.ScopeRead}, "end": {strconv.Itoa(usualEnd)}}
}

// askToken shows the page; secret is of the token that was just made.
func (s *Server) askToken(c echo.Context, status int, pr *event.Programme, a *account.Account, typed url.Values, faults []fault.Field, secret string) error {
	ctx, now := c.Request().Context(), s.Now()
	p := tokensPage{organisePage: s.organisePage(c, pr, "/tokens", s.printer(c).T("Tokens for programs")), Secret: secret}
	p.Sent = len(faults) > 0
	partners, err := account.Partners(ctx, s.db, now, pr.Event.ID)
	if err != nil {
		return err
	}
	tokens, err := account.Tokens(ctx, s.db, a.ID, pr.Event.ID)
	if err != nil {
		return err
	}
	for _, t := range tokens {
		p.Tokens = append(p.Tokens, p.view(t, now))
	}
	p.Form = newForm(p.Printer, typed, faults)
	p.Fields = p.fields(a, partners)
	return s.render(c, status, "organise/tokens", p)
}

func (p *tokensPage) fields(a *account.Account, partners []account.Account) tokenFields {
	owners := []option{{Value: strconv.FormatInt(a.ID, 10), Label: a.Name, Note: p.T("It does what you tick below.")}}
	for _, partner := range partners {
		owners = append(owners, option{Value: strconv.FormatInt(partner.ID, 10), Label: partner.Name, Note: p.T("It takes what this partner may see, and nothing else.")})
	}
	scopes := []option{{Value: account.ScopeRead, Label: p.T("See all registrations")},
		{Value: account.ScopeRegister, Label: p.T("Register people, change and withdraw registrations")}}
	var ends []option
	for _, days := range tokenEnds {
		ends = append(ends, option{Value: strconv.Itoa(days), Label: p.N("After %d day", "After %d days", days, days)})
	}
	f := tokenFields{Name: p.Form.Text("name", p.T("Name"), p.T("Which program uses it, and who looks after it."), "off"),
		Owner: p.Form.Radios("owner", p.T("In whose name"), "", owners), Scopes: p.Form.Boxes("scopes", p.T("What it may do"), "", scopes),
		End: p.Form.Radios("end", p.T("When it ends"), "", ends)}
	f.Name.MaxLength = longestTokenName
	return f
}

// submitToken makes a token. Its page is the answer, not a redirect: the token
// stands in no session and in no address.
func (s *Server) submitToken(c echo.Context) error {
	pr, a, err := s.organised(c)
	if err != nil {
		return err
	}
	typed, err := c.FormParams()
	if err != nil {
		return err
	}
	n, err := s.newToken(c, pr, a, typed)
	if err != nil {
		return err
	}
	ctx, now := c.Request().Context(), s.Now()
	secret, id, err := account.AddToken(ctx, s.db, now, n)
	if faults := faultsOf(err); faults != nil {
		return s.askToken(c, http.StatusUnprocessableEntity, pr, a, typed, faults, "")
	}
	if err != nil {
		return err
	}
	err = account.Record(ctx, s.db, now, a.ID, "make-token", pr.Event.Slug, map[string]int64{"token": id, "account": n.AccountID})
	if err != nil {
		return err
	}
	return s.askToken(c, http.StatusOK, pr, a, suggestedToken(a), nil, secret)
}

// newToken reads the form. A partner's token has the one scope partners have; an
// account that is neither one's own nor a partner's does not exist here.
func (s *Server) newToken(c echo.Context, pr *event.Programme, a *account.Account, typed url.Values) (account.NewToken, error) {
	now := s.Now()
	n := account.NewToken{AccountID: a.ID, Name: person.Line(typed.Get("name"), longestTokenName), Scopes: typed["scopes"],
		EventIDs: []int64{pr.Event.ID}, ExpiresAt: now.AddDate(0, 0, usualEnd)}
	for _, days := range tokenEnds {
		if typed.Get("end") == strconv.Itoa(days) {
			n.ExpiresAt = now.AddDate(0, 0, days)
		}
	}
	owner := typed.Get("owner")
	if owner == "" || owner == strconv.FormatInt(a.ID, 10) {
		return n, nil
	}
	partners, err := account.Partners(c.Request().Context(), s.db, now, pr.Event.ID)
	if err != nil {
		return n, err
	}
	for _, partner := range partners {
		if owner == strconv.FormatInt(partner.ID, 10) {
			n.AccountID, n.Scopes = partner.ID, []string{account.ScopePartner}
			return n, nil
		}
	}
	return n, fault.New(fault.NotFound, "There is no such account.")
}

// revokeToken ends a token at once.
func (s *Server) revokeToken(c echo.Context) error {
	pr, a, err := s.organised(c)
	if err != nil {
		return err
	}
	id, err := strconv.ParseInt(c.Param("id"), 10, 64)
	if err != nil {
		return echo.ErrNotFound
	}
	ctx, now := c.Request().Context(), s.Now()
	if err := account.RevokeToken(ctx, s.db, now, a.ID, pr.Event.ID, id); err != nil {
		return err
	}
	if err := account.Record(ctx, s.db, now, a.ID, "revoke-token", pr.Event.Slug, map[string]int64{"token": id}); err != nil {
		return err
	}
	said := s.tell(c, "done", s.printer(c).T("The token is revoked. Programs that use it are refused from now on."))
	return s.orSeeOther(c, said, organiseURL(&pr.Event)+"/tokens")
}

// tokenView is a token in the list.
type tokenView struct {
	account.ListedToken
	Does            []string
	Made, Used, End string
	Mark, Word      string
	URL             string // of the form that revokes it; "" when that is another's
}

func (p *tokensPage) view(t account.ListedToken, now time.Time) tokenView {
	zone := p.Programme.Event.Zone()
	v := tokenView{ListedToken: t, Made: p.Date(t.CreatedAt.In(zone)), Used: p.T("Never"), End: p.T("Never"), Mark: "done", Word: p.T("In use")}
	if !t.LastUsedAt.IsZero() {
		v.Used = p.Moment(t.LastUsedAt.In(zone))
	}
	if !t.ExpiresAt.IsZero() {
		v.End = p.Date(t.ExpiresAt.In(zone))
	}
	for _, scope := range t.Scopes {
		v.Does = append(v.Does, p.scopeWord(scope))
	}
	switch {
	case !t.RevokedAt.IsZero():
		v.Mark, v.Word = "withdrawn", p.T("Revoked on %s", p.Date(t.RevokedAt.In(zone)))
	case !t.Live(now):
		v.Mark, v.Word = "closed", p.T("Ended")
	case t.Mine:
		v.URL = p.Base + "/tokens/" + strconv.FormatInt(t.ID, 10)
	}
	return v
}

func (p *tokensPage) scopeWord(scope string) string {
	switch scope {
	case account.ScopeRead:
		return p.T("see registrations")
	case account.ScopeRegister:
		return p.T("register people")
	}
	return p.T("take a partner's attendees")
}
