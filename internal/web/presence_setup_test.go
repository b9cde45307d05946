package web

import (
	"bytes"
	"image"
	"image/png"
	"mime/multipart"
	"net/http"
	"strconv"
	"strings"
	"time"

	"convene/internal/presence"
	"convene/internal/registration"
)

const roomPath = "/organise/events/budapest/presence/bp-a1"

// atTheDoor sets the clock to a minute after the first workshop began.
func (s *site) atTheDoor() { s.at(s.event("budapest").ByCode("bp-a1").StartsAt.Add(time.Minute)) }

func (s *site) token(o *registration.Outcome) string {
	return registration.BadgeToken(s.Secret, o.RegistrationID)
}

// marked is the state of somebody's mark on the first workshop; "" for none.
func (s *site) marked(id int64) string {
	s.t.Helper()
	at, err := presence.At(s.t.Context(), s.db, s.event("budapest").ByCode("bp-a1").ID, "")
	if err != nil {
		s.t.Fatal(err)
	}
	return at[id].State
}

// markField is the name of a field of the list.
func markField(shown string, o *registration.Outcome) string {
	return shown + strconv.FormatInt(o.RegistrationID, 10)
}

// uploads sends a form with a file.
func (v *visitor) uploads(path, name string, body []byte) *answer {
	v.t.Helper()
	var b bytes.Buffer
	w := multipart.NewWriter(&b)
	part, err := w.CreateFormFile(name, "Zsófia’s logo.png")
	if err == nil {
		_, err = part.Write(body)
	}
	if err == nil {
		err = w.Close()
	}
	if err != nil {
		v.t.Fatal(err)
	}
	r, err := http.NewRequestWithContext(v.t.Context(), http.MethodPost, v.http.URL+path, &b)
	if err != nil {
		v.t.Fatal(err)
	}
	r.Header.Set("Content-Type", w.FormDataContentType())
	r.Header.Set("Origin", v.http.URL)
	return v.do(r)
}

// aPicture is a PNG of so many dots a side.
func (s *site) aPicture(side int) []byte {
	s.t.Helper()
	var b bytes.Buffer
	if err := png.Encode(&b, image.NewRGBA(image.Rect(0, 0, side, side))); err != nil {
		s.t.Fatal(err)
	}
	return b.Bytes()
}

// asJSON posts a form as the script does.
func (v *visitor) asJSON(path, form string) *answer {
	v.t.Helper()
	r, err := http.NewRequestWithContext(v.t.Context(), http.MethodPost, v.http.URL+path, strings.NewReader(form))
	if err != nil {
		v.t.Fatal(err)
	}
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	r.Header.Set("Accept", "application/json")
	r.Header.Set("Origin", v.http.URL)
	return v.do(r)
}
