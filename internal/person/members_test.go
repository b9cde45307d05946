package person

import (
	"bytes"
	"errors"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"testing/iotest"
)

const memberHeader = "city_or_region,country_code,kind\r\n"
const nativeHeader = "city_or_region,country_code,native_name\r\n"

// reader is a file of those lines; nil for none at all.
func reader(text string) io.Reader {
	if text == "" {
		return nil
	}
	return strings.NewReader(text)
}

func TestReadMembers(t *testing.T) {
	want := []member{
		{place{"NL", "'s-Hertogenbosch"}, "city", ""},
		{place{"RS", "Niš"}, "city", "Ниш"},
		{place{"ES", "Madrid, Community of"}, "region", ""},
	}
	tests := []struct{ name, members, native string }{
		{"as exported", memberHeader + "'s-Hertogenbosch,NL,city\r\nNiš,RS,city\r\n\"Madrid, Community of\",ES,region\r\n",
			nativeHeader + "Niš,RS,Ниш\r\n"},
		{"with a byte order mark", "\ufeff" + memberHeader + "'s-Hertogenbosch,NL,city\r\nNiš,RS,city\r\n\"Madrid, Community of\",ES,region\r\n",
			"\ufeff" + nativeHeader + "Niš,RS,Ниш\r\n"},
		{"semicolons, LF, an empty line", "city_or_region;country_code;kind\n's-Hertogenbosch;NL;city\n\nNiš;RS;city\nMadrid, Community of;ES;region",
			"city_or_region;country_code;native_name\nNiš;RS;Ниш"},
		{"decomposed and spaced", memberHeader + "'s-Hertogenbosch,NL,city\nNis\u030c ,RS,city\n\"Madrid,  Community of\",ES,region\n",
			nativeHeader + "Niš,RS, Ниш\n"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got, err := readMembers("members.csv", reader(tt.members), reader(tt.native))
			if err != nil || !slices.Equal(got, want) {
				t.Errorf("got %+v, %v", got, err)
			}
		})
	}
}

func TestReadMembersNamesEveryWrongLine(t *testing.T) {
	good := memberHeader + "Niš,RS,city\r\n"
	tests := []struct{ name, members, native, want string }{
		{"country", good + "Paris,XX,city\r\nLyon,fr,city\r\n", "",
			`members.csv:3: country_code: "XX" is no country code of ISO 3166-1 (two capital letters)
members.csv:4: country_code: "fr" is no country code of ISO 3166-1 (two capital letters)`},
		{"name", good + " ,FR,city\r\n", "", `members.csv:3: city_or_region: empty`},
		{"long name", good + strings.Repeat("x", 201) + ",FR,city\r\n", "", `members.csv:3: city_or_region: longer than 200 characters`},
		{"kind", good + "Paris,FR,town\r\n", "", `members.csv:3: kind: "town" is neither city nor region`},
		{"twice", good + "Paris,FR,city\r\nNis\u030c,RS,city\r\n", "", `members.csv:4: city_or_region: Niš (RS) stands on line 2 already`},
		{"several at once", good + ",XX,town\r\n", "",
			`members.csv:3: city_or_region: empty
members.csv:3: country_code: "XX" is no country code of ISO 3166-1 (two capital letters)
members.csv:3: kind: "town" is neither city nor region`},
		{"columns", good + "Paris,FR\r\nLyon,FR,city,x\r\n", "",
			"members.csv:3: 2 columns instead of 3\nmembers.csv:4: 4 columns instead of 3"},
		{"not UTF-8", good + "Ni\x9a,RS,city\r\n", "", "members.csv:3: not valid UTF-8; save the file as CSV UTF-8"},
		{"bare quote, then another", good + "Pa\"ris,FR,city\r\nLyon,XX,city\r\n", "",
			`members.csv:3: bare " in non-quoted-field
members.csv:4: country_code: "XX" is no country code of ISO 3166-1 (two capital letters)`},
		{"a line end in quotes", good + "\"Pa\nris\",FR,town\r\nLyon,FR,town\r\n", "",
			`members.csv:3: kind: "town" is neither city nor region
members.csv:5: kind: "town" is neither city nor region`},
		{"header", "name,country,kind\r\nNiš,RS,city\r\n", "", "members.csv:1: the first line must be city_or_region,country_code,kind"},
		{"empty file", "\ufeff", "", "members.csv:1: the first line must be city_or_region,country_code,kind"},
		{"native of nobody", good, nativeHeader + "Paris,FR,Paris\r\n",
			"members_native.csv:2: city_or_region: Paris (FR) is not in the file of members"},
		{"native empty and twice", good, nativeHeader + "Niš,RS,\r\nNiš,RS,Ниш\r\n",
			"members_native.csv:2: native_name: empty\nmembers_native.csv:3: city_or_region: Niš (RS) stands on line 2 already"},
		{"native header", good, memberHeader, "members_native.csv:1: the first line must be city_or_region,country_code,native_name"},
		{"both files", good + "Paris,FR,town\r\n", nativeHeader + "Niš,RS,\r\n",
			"members.csv:3: kind: \"town\" is neither city nor region\nmembers_native.csv:2: native_name: empty"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			_, err := readMembers("members.csv", reader(tt.members), reader(tt.native))
			var wrong InputErrors
			if !errors.As(err, &wrong) || wrong.Error() != tt.want {
				t.Errorf("got  %v\nwant %v", err, tt.want)
			}
		})
	}
}

// A file given on the command line may have any name.
func TestReadMembersNamesTheFileItself(t *testing.T) {
	file := filepath.Join(t.TempDir(), "names in Serbian.csv")
	if err := os.WriteFile(file, []byte(nativeHeader+"Paris,FR,Paris\r\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	native, err := os.Open(file)
	if err != nil {
		t.Fatal(err)
	}
	defer native.Close()
	_, err = readMembers("members.csv", reader(memberHeader+"Niš,RS,city\r\n"), native)
	if err == nil || !strings.HasPrefix(err.Error(), "names in Serbian.csv:2: ") {
		t.Errorf("got %v", err)
	}
}

// Whoever chose the wrong file does not get a message of ten thousand lines.
func TestReadMembersBoundsItsList(t *testing.T) {
	_, err := readMembers("members.csv", reader(memberHeader+strings.Repeat("Paris,FR,town\r\n", 3000)), nil)
	var wrong InputErrors
	if !errors.As(err, &wrong) || len(wrong) != maxProblems+1 {
		t.Fatalf("got %d problems: %v", len(wrong), err)
	}
	if last := wrong[maxProblems].Error(); last != "members.csv: and 5899 more problems" {
		t.Errorf("the last one is %q", last)
	}
}

func TestReadMembersRefusesHugeFiles(t *testing.T) {
	_, err := readMembers("members.csv", bytes.NewReader(make([]byte, maxFile+1)), nil)
	if err == nil || err.Error() != "members.csv: larger than 16 MB" {
		t.Errorf("got %v", err)
	}
}

func TestReadMembersReportsAReaderThatFails(t *testing.T) {
	broken := errors.New("the disk is gone")
	if _, err := readMembers("members.csv", iotest.ErrReader(broken), nil); !errors.Is(err, broken) {
		t.Errorf("got %v", err)
	}
	if _, err := readMembers("members.csv", reader(memberHeader+"Niš,RS,city\r\n"), iotest.ErrReader(broken)); !errors.Is(err, broken) {
		t.Errorf("got %v", err)
	}
}

func TestReadMembersReadsTheSample(t *testing.T) {
	members, native := sampleFile(t, "members.csv"), sampleFile(t, "members_native.csv")
	got, err := readMembers("members.csv", bytes.NewReader(members), bytes.NewReader(native))
	if err != nil {
		t.Fatal(err)
	}
	if want := len(sampleRows(t, "members.csv")); len(got) != want {
		t.Errorf("%d of %d members", len(got), want)
	}
	named := 0
	for _, m := range got {
		if m.native != "" {
			named++
		}
	}
	if want := len(sampleRows(t, "members_native.csv")); named != want {
		t.Errorf("%d of %d native names", named, want)
	}
}

// Whatever the files hold, the answer is either members that the database takes
// or a list of what is wrong.
func FuzzReadMembers(f *testing.F) {
	f.Add(memberHeader+"Niš,RS,city\r\n", nativeHeader+"Niš,RS,Ниш\r\n")
	f.Add(memberHeader+"\"a\"\"b\nc\",FR,region\n", "")
	f.Add("\ufeffcity_or_region;country_code;kind\n\u202e;FR;city\n\";;", nativeHeader)
	f.Fuzz(func(t *testing.T, members, native string) {
		got, err := readMembers("m.csv", strings.NewReader(members), reader(native))
		var wrong InputErrors
		if err != nil {
			if !errors.As(err, &wrong) || len(wrong) == 0 || len(wrong) > maxProblems+1 {
				t.Errorf("error %v", err)
			}
			return
		}
		seen := map[place]bool{}
		for _, m := range got {
			if m.name == "" || Line(m.name, maxName) != m.name || Line(m.native, maxName) != m.native || seen[m.place] ||
				len(m.country) != 2 || m.kind != "city" && m.kind != "region" {
				t.Errorf("member %+v", m)
			}
			seen[m.place] = true
		}
	})
}

func sampleFile(t testing.TB, name string) []byte {
	t.Helper()
	body, err := os.ReadFile("../demo/data/" + name)
	if err != nil {
		t.Fatal(err)
	}
	return body
}
