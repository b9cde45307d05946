package web

import (
	"bytes"
	"encoding/json"
	"image"
	"image/png"
	"mime/multipart"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"convene/internal/document"
	"convene/internal/paper"
)

const oursPath = badgesPath + "/designs/ours"

// sends posts a form with a file as a browser does.
func (v *visitor) sends(path string, form url.Values, field, name string, file []byte) *answer {
	v.t.Helper()
	var body bytes.Buffer
	w := multipart.NewWriter(&body)
	for key, values := range form {
		for _, value := range values {
			if err := w.WriteField(key, value); err != nil {
				v.t.Fatal(err)
			}
		}
	}
	part, err := w.CreateFormFile(field, name)
	if err == nil {
		_, err = part.Write(file)
	}
	if err == nil {
		err = w.Close()
	}
	if err != nil {
		v.t.Fatal(err)
	}
	r, err := http.NewRequestWithContext(v.t.Context(), http.MethodPost, v.http.URL+path, &body)
	if err != nil {
		v.t.Fatal(err)
	}
	r.Header.Set("Content-Type", w.FormDataContentType())
	r.Header.Set("Origin", v.http.URL)
	r.Header.Set("Sec-Fetch-Site", "same-origin")
	return v.do(r)
}

// ours is the design of that name as it is kept.
func (s *site) ours() document.Design {
	s.t.Helper()
	d, err := paper.DesignNamed(s.t.Context(), s.db, s.event("budapest").Event.ID, "ours")
	if err != nil {
		s.t.Fatal(err)
	}
	return d.Design
}

// asJSON is a design as it is compared.
func asJSON(t *testing.T, d document.Design) string {
	t.Helper()
	body, err := json.Marshal(d)
	if err != nil {
		t.Fatal(err)
	}
	return string(body)
}

// with is a form with some fields changed: name, value, name, value …
func with(form url.Values, changes ...string) url.Values {
	v := url.Values{}
	for name, values := range form {
		v[name] = values
	}
	for i := 0; i < len(changes); i += 2 {
		v.Set(changes[i], changes[i+1])
	}
	return v
}

func TestADesignIsCopiedChangedAndSaved(t *testing.T) {
	t.Parallel()
	s := staffed(t)
	v := s.signedInAs("organiser")
	v.post(badgesPath+"/copy", url.Values{"from": {"a6-portrait"}, "name": {"a7 eight"}}).is(422, badgesPath+"/copy").says("A design of the program has this name.")
	v.post(badgesPath+"/copy", url.Values{"from": {"a6-portrait"}, "name": {"…"}}).is(422, badgesPath+"/copy").says("Give the design a name")
	page := v.post(badgesPath+"/copy", url.Values{"from": {"label-90x54"}, "name": {"Ours"}}).is(200, oursPath).says("The design ours is there.", "A name in Greek letters", "Κωνσταντίνος")
	form := page.form("/designs/ours")

	// saved as it came it is what it was
	v.post(oursPath, with(form, "do", "save")).is(200, oursPath).says("The design ours is saved.")
	want, _ := document.DesignNamed("label-90x54")
	want.Name = "ours"
	filled := func(d document.Design) string { // colours that were left to the program are written out
		return strings.NewReplacer(`,"colour":"#121721"`, "", `,"colour":"#1f3a6e"`, "", `,"align":"left"`, "").Replace(asJSON(t, d))
	}
	if got := filled(s.ours()); got != filled(want) {
		t.Errorf("it is kept as\n%s\nwant\n%s", got, filled(want))
	}

	form = with(form, "do", "save", "safe", "3,5", "bands.speaker", "#5a0000", "front[1].largest", "22.5", "front[1].align", "centre", "sheet.cutMarks", "yes")
	v.post(oursPath, form).is(422, oursPath).says("This place must be on the badge, at least 3.5 mm from its edges.", "Front, Event")
	v.post(oursPath, with(form, "safe", "2,5")).is(200, oursPath)
	if d := s.ours(); d.Safe != 2.5 || d.Bands["speaker"] != "#5a0000" || len(d.Bands) != 1 || d.Front[1].Largest != 22.5 || d.Front[1].Align != "centre" || !d.Sheet.CutMarks {
		t.Errorf("it is kept as %+v", d)
	}
}

func TestABadDesignIsShownAndNotSaved(t *testing.T) {
	t.Parallel()
	s := staffed(t)
	before := s.ownDesignNamed("ours")
	v := s.signedInAs("organiser")
	form := v.get(oursPath).form("/designs/ours")
	for what, c := range map[string]struct {
		changes []string
		says    string
	}{
		"no number":   {[]string{"front[1].box.x", "two"}, "Front, Name: Give a number, such as 7.5."},
		"no whole":    {[]string{"sheet.columns", "1.5"}, "Paper and places: Give a whole number."},
		"off paper":   {[]string{"sheet.left", "180"}, "The badges reach over the edge of the paper."},
		"pale":        {[]string{"bands.press", "#ffff00"}, "Colours of roles, Press: This colour is too pale"},
		"unknown":     {[]string{"front[0].kind", "poem"}, "This must be one of: event name"},
		"infinite":    {[]string{"safe", "Inf"}, "Paper and places: Give a number"},
		"tiny letter": {[]string{"back[1].smallest", "1"}, "Back side, Their own programme: This must be between 3 and 200."},
	} {
		for _, do := range []string{"save", "preview"} {
			got := v.post(oursPath, with(form, append([]string{"do", do}, c.changes...)...)).is(422, oursPath).says(c.says)
			if f := got.field(c.changes[0], ""); attr(f, "value") != c.changes[1] {
				t.Errorf("%s: what was typed came back as %q", what, attr(f, "value"))
			}
		}
		v.post(oursPath+"/preview", with(form, c.changes...)).is(422, oursPath+"/preview").says(c.says)
	}
	if got := asJSON(t, s.ours()); got != asJSON(t, before) {
		t.Errorf("it was changed to %s", got)
	}
	common := badgesPath + "/designs/a7-eight"
	v.get(common).is(200, common).says("This design belongs to the program.")
	v.post(common, with(form, "do", "save")).is(404, common)
}

func TestPartsAndLinesComeAndGo(t *testing.T) {
	t.Parallel()
	s := staffed(t)
	s.ownDesignNamed("ours")
	v := s.signedInAs("organiser")
	form := with(v.get(oursPath).form("/designs/ours"), "front[1].largest", "half typed")
	parts := len(s.ours().Front)
	press := func(do, kept string) {
		t.Helper()
		page := v.post(oursPath, with(form, "do", do)).is(200, oursPath)
		form = page.form("/designs/ours")
		if form.Get(kept) != "half typed" {
			t.Fatalf("%s loses what was typed", do)
		}
	}
	press("add:back:text", "front[1].largest")
	if form.Get("back[3].kind") != "text" || form.Get("back[3].lines[0].show") != "text" {
		t.Fatalf("the back has %v", form)
	}
	press("add-line:back:3", "front[1].largest")
	press("remove-line:back:3:0", "front[1].largest")
	press("remove:front:0", "front[0].largest")
	if form.Has("back[3].lines[1].show") || form.Get("front[0].kind") != "name" || len(s.ours().Front) != parts {
		t.Errorf("the form has %v", form)
	}
}

// The preview of what is typed shows what the paper would say.
func TestThePreviewFollowsWhatIsTyped(t *testing.T) {
	t.Parallel()
	s := staffed(t)
	s.ownDesignNamed("ours")
	v := s.signedInAs("organiser")
	form := v.get(oursPath).form("/designs/ours")
	typed := with(form, "front[2].lines[0].show", "text", "front[2].lines[0].text", "Welcome <b>to</b> us")
	got := v.post(oursPath+"/preview", typed).is(200, oursPath+"/preview").says("Welcome <b>to</b> us", "Μεγαρέων", "Liat Avraham", "Your programme", "The sheet")
	if strings.Contains(got.body, "<b>") || strings.Contains(got.body, "style=") || strings.Contains(got.body, "<html") {
		t.Errorf("the fragment is %.500s", got.body)
	}
	v.post(oursPath, with(typed, "do", "preview")).is(200, oursPath).says("Welcome <b>to</b> us")
	if len(s.ours().Front[2].Lines[0].Text) > 0 {
		t.Error("looking saved it")
	}
}

func TestDesignsTravelAsFiles(t *testing.T) {
	t.Parallel()
	s := staffed(t)
	s.ownDesignNamed("ours")
	v := s.signedInAs("organiser")
	file := v.get(oursPath + "/file")
	if !strings.Contains(file.header.Get("Content-Disposition"), "ours.json") {
		t.Errorf("it is sent as %s", file.header.Get("Content-Disposition"))
	}
	upload := badgesPath + "/upload"
	v.sends(upload, nil, "file", "ours.json", []byte(file.body)).is(422, upload).says("There is a design of this name already.")
	v.sends(upload, url.Values{"file-name": {"Theirs"}}, "file", "ours.json", []byte(file.body)).is(200, badgesPath+"/designs/theirs").says("The design theirs is there.")
	v.sends(upload, nil, "file", "x.json", []byte(strings.Replace(file.body, `"columns"`, `"colums"`, 1))).is(422, upload).says(`No design has the field "colums"`)
	v.sends(upload, nil, "file", "x.json", nil).is(422, upload).says("Choose the file of a design first.")
	v.sends(upload, nil, "file", "x.json", make([]byte, maxFile)).is(413, upload)
	v.sends(badgesPath+"/copy", nil, "file", "x.json", []byte(file.body)).is(415, badgesPath+"/copy")
}

func TestALogoIsKeptAtOnce(t *testing.T) {
	t.Parallel()
	s := staffed(t)
	s.ownDesignNamed("ours")
	v := s.signedInAs("organiser")
	var logo bytes.Buffer
	if err := png.Encode(&logo, image.NewGray(image.Rect(0, 0, 30, 10))); err != nil {
		t.Fatal(err)
	}
	form := with(v.get(oursPath).form("/designs/ours"), "do", "logo", "front[1].largest", "half typed")
	got := v.sends(oursPath, form, "logo", "logo.png", logo.Bytes()).is(200, oursPath).says("The design has a logo")
	if got.form("/designs/ours").Get("front[1].largest") != "half typed" || !bytes.Equal(s.ours().Logo, logo.Bytes()) {
		t.Errorf("the logo has %d bytes", len(s.ours().Logo))
	}
	v.sends(oursPath, form, "logo", "logo.png", []byte("<svg/>")).is(422, oursPath).says("The logo must be a PNG or JPEG picture")
	v.sends(oursPath, form, "logo", "", nil).is(422, oursPath).says("Choose a PNG or JPEG picture first.")
	v.post(oursPath, with(form, "do", "save", "front[1].largest", "20")).is(200, oursPath)
	if len(s.ours().Logo) == 0 {
		t.Error("saving loses the logo")
	}
	v.post(oursPath, with(form, "do", "no-logo")).says("The design has no logo yet.")
}
