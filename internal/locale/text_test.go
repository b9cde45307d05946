package locale_test

import (
	"testing"

	"convene/internal/locale"
	"convene/internal/postgres/pgtest"
)

func TestTextIn(t *testing.T) {
	full := locale.Text{"en": "School", "fr": "École", "hu": "Iskola", "es": ""}
	tests := []struct {
		name       string
		text       locale.Text
		langs      []string
		want, lang string
	}{
		{"the first that has it", full, []string{"de", "hu", "fr"}, "Iskola", "hu"},
		{"an empty one does not count", full, []string{"es", "fr"}, "École", "fr"},
		{"a region takes its language", full, []string{"fr-CA"}, "École", "fr"},
		{"but not the other way round", locale.Text{"fr-CA": "École", "en": "School"}, []string{"fr"}, "School", "en"},
		{"English else", full, []string{"rom"}, "School", "en"},
		{"nothing asked", full, nil, "School", "en"},
		{"any, by tag", locale.Text{"hu": "Iskola", "fr": "École"}, []string{"de"}, "École", "fr"},
		{"none at all", locale.Text{"fr": ""}, []string{"fr"}, "", ""},
		{"nil", nil, []string{"fr"}, "", ""},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if text, lang := tt.text.In(tt.langs...); text != tt.want || lang != tt.lang {
				t.Errorf("got %q in %q", text, lang)
			}
		})
	}
}

// The caller's own list of languages stays as it was.
func TestTextInLeavesTheListAlone(t *testing.T) {
	langs := append(make([]string, 0, 4), "fr")
	locale.Text{"hu": "Iskola"}.In(langs...)
	if rest := langs[:4]; rest[1] != "" {
		t.Errorf("wrote %q behind the list", rest[1])
	}
}

func TestTextInTheDatabase(t *testing.T) {
	t.Parallel()
	db := pgtest.New(t)
	for _, want := range []locale.Text{{"en": "School", "fr": "L’école « ouverte »", "ka": "სკოლა"}, {}, nil} {
		var got locale.Text
		var kind string
		err := db.NewRaw(`select v, jsonb_typeof(v) from (select ?::jsonb) t(v)`, want).Scan(t.Context(), &got, &kind)
		if err != nil || kind != "object" || len(got) != len(want) {
			t.Errorf("%v came back as %v, a %s, %v", want, got, kind, err)
		}
		for lang := range want {
			if got[lang] != want[lang] {
				t.Errorf("%s: %q came back as %q", lang, want[lang], got[lang])
			}
		}
	}
	rows := []struct{ Title locale.Text }{}
	if err := db.NewRaw(`select '{"fr": "Un"}'::jsonb as title union all select null`).Scan(t.Context(), &rows); err != nil {
		t.Fatal(err)
	}
	if len(rows) != 2 || rows[0].Title["fr"] != "Un" || rows[1].Title != nil {
		t.Errorf("rows %v", rows)
	}
}

func TestTextScanRefuses(t *testing.T) {
	for _, src := range []any{7, "no json", []byte(`["a"]`)} {
		var text locale.Text
		if err := text.Scan(src); err == nil {
			t.Errorf("%v was read as %v", src, text)
		}
	}
	var text locale.Text
	if err := text.Scan([]byte(`{"en":"a"}`)); err != nil || text["en"] != "a" {
		t.Errorf("bytes: %v, %v", text, err)
	}
}
