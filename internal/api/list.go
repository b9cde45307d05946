package api

import (
	"context"
	"encoding/base64"
	"net/url"
	"strconv"
	"strings"
	"time"

	"convene/internal/account"
	"convene/internal/event"
	"convene/internal/fault"
	"convene/internal/registration"
)

// listRequest narrows the list. A program that keeps a copy asks again with
// modified_since, the moment at which it began to read the last time.
type listRequest struct {
	EventPath
	State         string    `query:"state" enum:"confirmed,waiting,pending,offered,nominated,withdrawn"`
	Activity      string    `query:"activity" maxLength:"40" doc:"Those who hold a place on it or wait for one."`
	ModifiedSince time.Time `query:"modified_since" format:"date-time" doc:"Those that changed then or later. To keep a copy, send the moment at which you began to read the last time."`
	Limit         int       `query:"limit" default:"100" minimum:"1" maximum:"200"`
	Cursor        string    `query:"cursor" maxLength:"60" doc:"Comes in next; do not make it up."`
}

// registrationList is one page of the list.
type registrationList struct {
	Items []registrationView `json:"items" nullable:"false"`
	Next  *string            `json:"next" doc:"Where the list goes on; null at its end."`
}

// registrationView is a registration as organisers see it. One of authority and
// organisation is empty.
type registrationView struct {
	Reference    string      `json:"reference"`
	State        string      `json:"state" enum:"confirmed,waiting,pending,offered,nominated,withdrawn" doc:"nominated: named by their authority and not confirmed yet."`
	Ending       string      `json:"ending,omitempty" enum:"withdrawn,declined,refused,expired,substituted" doc:"How a withdrawn one came to its end."`
	Role         string      `json:"role" enum:"participant,speaker,partner,staff,press,assistant"`
	Given        string      `json:"given_name"`
	Family       string      `json:"family_name"`
	Badge        string      `json:"badge_name"`
	Latin        string      `json:"latin_name"`
	Email        string      `json:"email"`
	AuthorityID  *int64      `json:"authority_id" doc:"null with an organisation."`
	Authority    string      `json:"authority"`
	Organisation string      `json:"organisation"`
	Country      string      `json:"country"`
	Function     string      `json:"function"`
	Locale       string      `json:"locale"`
	CreatedAt    time.Time   `json:"created_at"`
	UpdatedAt    time.Time   `json:"updated_at"`
	Places       []placeView `json:"places" nullable:"false"`
}

type listAnswer struct{ Body registrationList }

// listRegistrations gives a page of an event's registrations and notes that it
// was read: people leave the house with it (domain.md DP-15).
func (s *Server) listRegistrations(ctx context.Context, v *visit, in *listRequest) (*listAnswer, error) {
	pr, err := s.theirs(ctx, v, in.Slug)
	if err != nil {
		return nil, err
	}
	after, err := in.check(pr)
	if err != nil {
		return nil, err
	}
	rows, more, err := registration.NextPage(ctx, s.db, pr.Event.ID, registration.Page{AfterID: after, State: in.State,
		Activity: in.Activity, ModifiedSince: in.ModifiedSince, Limit: in.Limit})
	if err != nil {
		return nil, err
	}
	list := registrationList{Items: []registrationView{}}
	for _, row := range rows {
		list.Items = append(list.Items, newRegistrationView(v, pr, row))
	}
	if more {
		next := s.next(in, rows[len(rows)-1].ID)
		list.Next = &next
	}
	if onlyHead(ctx) {
		return &listAnswer{list}, nil
	}
	return &listAnswer{list}, account.Record(ctx, s.db, s.Now(), v.bearer.Account.ID, "read-registrations", pr.Event.Slug,
		map[string]int64{"token": v.bearer.Token.ID, "rows": int64(len(rows))})
}

// check reads what only the event and we ourselves can tell.
func (in *listRequest) check(pr *event.Programme) (after int64, err error) {
	var wrong []fault.Field
	if a := pr.ByCode(in.Activity); in.Activity != "" && (a == nil || !a.Chosen) {
		wrong = append(wrong, fault.Field{Name: "activity", Message: "This event has no such activity to choose."})
	}
	if year := in.ModifiedSince.Year(); year > 9999 || year < 1 {
		wrong = append(wrong, fault.Field{Name: "modified_since", Message: "This moment is too far away."})
	}
	if in.Cursor != "" {
		if after, err = parseCursor(in.Cursor); err != nil {
			wrong = append(wrong, fault.Field{Name: "cursor", Message: "This is no cursor of ours. Begin again without one."})
		}
	}
	return after, fault.WrongInput(wrong)
}

// A cursor is the number of the last registration of a page. It looks like
// nothing, so that no program counts on what is in it.
const cursorStart = "after "

func cursor(id int64) string {
	return base64.RawURLEncoding.EncodeToString([]byte(cursorStart + strconv.FormatInt(id, 10)))
}

func parseCursor(cursor string) (int64, error) {
	raw, err := base64.RawURLEncoding.DecodeString(cursor)
	if err != nil {
		return 0, err
	}
	return strconv.ParseInt(strings.TrimPrefix(string(raw), cursorStart), 10, 64)
}

// next is where the list goes on. It names nobody.
func (s *Server) next(in *listRequest, last int64) string {
	q := url.Values{"cursor": {cursor(last)}, "limit": {strconv.Itoa(in.Limit)}}
	for name, value := range map[string]string{"state": in.State, "activity": in.Activity} {
		if value != "" {
			q.Set(name, value)
		}
	}
	if !in.ModifiedSince.IsZero() {
		q.Set("modified_since", in.ModifiedSince.Format(time.RFC3339Nano))
	}
	return s.BaseURL + version + "/events/" + in.Slug + "/registrations?" + q.Encode()
}

func newRegistrationView(v *visit, pr *event.Programme, r registration.Row) registrationView {
	zone := pr.Event.Zone()
	view := registrationView{Reference: r.Reference, State: r.State, Ending: r.Ending, Role: r.Role, Given: r.Given, Family: r.Family, Badge: r.Badge,
		Latin: r.Latin, Email: r.Email, Authority: r.Authority, Organisation: r.Organisation, Country: r.Country, Function: r.Function,
		Locale: r.Locale, CreatedAt: r.CreatedAt.In(zone), UpdatedAt: r.UpdatedAt.In(zone), Places: newPlaces(v.printer, pr, r.Places)}
	if r.AuthorityID != 0 {
		view.AuthorityID = &r.AuthorityID
	}
	return view
}
