// Package cover_test tests the generated test packages: what they note of a server,
// and how Main judges it. The tests run their own program again, with the responses
// that it is to send in its environment.
package cover_test

import (
	"errors"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/errdocs/errdocs/generator/gogen/testdata/everything/every"
	"github.com/errdocs/errdocs/generator/gogen/testdata/everything/every/everytest"
	"github.com/errdocs/errdocs/generator/gogen/testdata/example/apierr"
	"github.com/errdocs/errdocs/generator/gogen/testdata/example/apierr/apierrtest"
)

// runAs names a main function of the program that a test runs.
const runAs = "COVER_TEST_MAIN"

func TestMain(m *testing.M) {
	switch os.Getenv(runAs) {
	case "example":
		os.Exit(apierrtest.Main(m))
	case "expired":
		os.Exit(apierrtest.Main(m, apierr.TokenExpired))
	case "typing error":
		os.Exit(apierrtest.Main(m, "https://errors.example.com/401/token-expird"))
	case "everything":
		os.Exit(everytest.Main(m))
	case "collect", "note":
		os.Exit(apierrtest.Collect(m))
	}
	os.Exit(m.Run())
}

// outer skips a test in the programs that it runs.
func outer(t *testing.T) {
	t.Helper()
	if os.Getenv(runAs) != "" {
		t.Skip("runs in the outer program alone")
	}
	t.Parallel()
}

// program runs the test program again, in which TestInner sends the errors with these
// names, and returns its exit code and what the test package printed. The folder to
// collect in is "" for none.
func program(t *testing.T, main, send, dir string, args ...string) (code int, report string) {
	t.Helper()
	cmd := exec.Command(os.Args[0], args...)
	cmd.Env = append(os.Environ(), runAs+"="+main, "COVER_TEST_SEND="+send, "ERRDOCS_COVERDIR="+dir,
		"GORACE=atexit_sleep_ms=0 "+os.Getenv("GORACE")) // else each takes a second under -race
	var stderr strings.Builder
	cmd.Stderr = &stderr
	out, err := cmd.Output()
	var exit *exec.ExitError
	if err != nil && !errors.As(err, &exit) {
		t.Fatal(err)
	}
	if testing.Verbose() {
		t.Logf("%s", out)
	}
	return cmd.ProcessState.ExitCode(), stderr.String()
}

// errorsByName are what the inner tests can send.
var errorsByName = map[string]func() error{
	"stronger-method": func() error { return apierr.NewStepUpRequiredStrongerMethod([]string{"phr"}) },
	"recent-sign-in":  func() error { return apierr.NewStepUpRequiredRecentSignIn(-1, nil) },
	"at":              func() error { return apierr.NewTokenExpiredAt(expiry) },
	"introspected":    func() error { return apierr.NewTokenExpiredIntrospected() },
	"bare":            func() error { return apierr.TokenExpired },
}

// TestInner sends the errors that the outer program asks for.
func TestInner(t *testing.T) {
	if os.Getenv(runAs) == "" {
		t.Skip("runs in inner programs alone")
	}
	for _, name := range strings.Fields(os.Getenv("COVER_TEST_SEND")) {
		switch name {
		case "fail":
			t.Error("as the outer program wants it")
		case "everything":
			for _, s := range everytest.Scenarios() {
				everytest.Handler(s.Example).ServeHTTP(httptest.NewRecorder(), httptest.NewRequest("GET", "/", nil))
			}
		default:
			h := apierr.HandlerFunc(handler(errorsByName[name]()))
			apierrtest.Handler(h).ServeHTTP(httptest.NewRecorder(), httptest.NewRequest("GET", "/", nil))
		}
	}
}

const allOfExample = "stronger-method recent-sign-in at introspected"

func TestMainJudges(t *testing.T) {
	outer(t)
	const never = "apierrtest: never produced: "
	stronger := never + "401/step-up-authentication-required#stronger-method (NewStepUpRequiredStrongerMethod)\n"
	recent := never + "401/step-up-authentication-required#recent-sign-in (NewStepUpRequiredRecentSignIn)\n"
	at := never + "401/token-expired#at (NewTokenExpiredAt)\n"
	introspected := never + "401/token-expired#introspected (NewTokenExpiredIntrospected)\n"
	for _, test := range []struct {
		name, main, send string
		args             []string
		code             int
		want             string
	}{
		{"all of it", "example", allOfExample, nil, 0, ""},
		{"nothing", "example", "", nil, 1, stronger + recent + at + introspected},
		{"one is missing", "example", "stronger-method recent-sign-in at", nil, 1, introspected},
		{"a constant says no scenario", "expired", "at bare", nil, 1, introspected},
		{"one type", "expired", "at introspected", nil, 0, ""},
		{"one type, in part", "expired", "introspected", nil, 1, at},
		{"tests fail", "example", "fail", nil, 1, ""},
		{"a type that is none", "typing error", "", nil, 1, "apierrtest: not in the catalog: https://errors.example.com/401/token-expird\n"},
		{"nothing is collected", "collect", "", nil, 0, ""},
		{"run", "example", "at", []string{"-test.run=Inner"}, 0, ""},
		{"skip", "example", "at", []string{"-test.skip=Judges"}, 0, ""},
		{"short", "example", "at", []string{"-test.short"}, 0, ""},
		{"list", "example", "at", []string{"-test.list=."}, 0, ""},
		{"fuzz", "example", "at", []string{"-test.fuzz=FuzzNothing", "-test.fuzzcachedir=" + t.TempDir()}, 0, ""},
		{"several times", "example", "at introspected", []string{"-test.count=2"}, 1, stronger + recent},
		{"deprecated, retired and of others", "everything", "", nil, 1, strings.Join(everyLines(), "")},
		{"everything", "everything", "everything", nil, 0, ""},
	} {
		t.Run(test.name, func(t *testing.T) {
			code, report := program(t, test.main, test.send, "", test.args...)
			if code != test.code || report != test.want {
				t.Errorf("got exit code %d with\n%s\nwant %d with\n%s", code, report, test.code, test.want)
			}
		})
	}
}

// everyLines returns the report of a program that sends nothing of the catalog
// everything: each scenario but those of token-old, which is deprecated, of token-gone,
// which is retired, and of token-stale, which a gateway sends.
func everyLines() []string {
	var lines []string
	for _, s := range []string{
		"400/bad-query#all (NewBadQueryAll)",
		"400/bad-query#too-many (NewBadQueryTooMany)",
		"401/credentials-missing (CredentialsMissing)",
		"401/insufficient-scope (NewInsufficientScope)",
		"405/method-not-allowed (NewMethodNotAllowed)",
		"407/proxy-credentials-missing#none (NewProxyCredentialsMissingNone)",
		"429/rate-limited (NewRateLimited)",
		"499/client-closed (ClientClosed)",
		"500/internal#bug (NewInternalBug)",
		"503/maintenance#planned (NewMaintenancePlanned)",
		"503/maintenance#unplanned (NewMaintenanceUnplanned)",
	} {
		lines = append(lines, "everytest: never produced: "+s+"\n")
	}
	return lines
}

func TestCoverDir(t *testing.T) {
	outer(t)
	dir := filepath.Join(t.TempDir(), "new", "folder")
	for _, test := range []struct {
		main, send string
		args       []string
		code       int
	}{
		{"example", "introspected at introspected", nil, 0},
		{"collect", "recent-sign-in", []string{"-test.run=Inner$"}, 0},
		{"collect", "", nil, 0},
		{"example", "at fail", nil, 1}, // what was sent was sent
	} {
		code, report := program(t, test.main, test.send, dir, test.args...)
		if code != test.code || report != "" {
			t.Errorf("%s: got exit code %d with %q", test.send, code, report)
		}
	}
	files, err := filepath.Glob(filepath.Join(dir, "apierrtest.*.txt"))
	if err != nil || len(files) != 4 {
		t.Fatalf("got %q, %v", files, err)
	}
	var got []string
	for _, f := range files {
		text, err := os.ReadFile(f)
		if err != nil {
			t.Fatal(err)
		}
		got = append(got, string(text))
	}
	slices.Sort(got)
	want := []string{
		"",
		"401/step-up-authentication-required#recent-sign-in\n",
		"401/token-expired#at\n",
		"401/token-expired#at\n401/token-expired#introspected\n",
	}
	if !slices.Equal(got, want) {
		t.Errorf("got %q, want %q", got, want)
	}
}

func TestCoverDirFails(t *testing.T) {
	outer(t)
	file := filepath.Join(t.TempDir(), "file")
	if err := os.WriteFile(file, nil, 0o644); err != nil {
		t.Fatal(err)
	}
	for _, test := range []struct{ dir, want string }{
		{"cover", "apierrtest: ERRDOCS_COVERDIR is not an absolute path: cover\n"},
		{file, "apierrtest: "},
	} {
		code, report := program(t, "collect", "at", test.dir)
		if code != 1 || !strings.HasPrefix(report, test.want) || strings.Count(report, "\n") != 1 {
			t.Errorf("%s: got exit code %d with %q", test.dir, code, report)
		}
	}
	if _, err := os.Stat("cover"); err == nil {
		t.Error("a folder was made beside the test")
	}
}

// TestEveryScenario sends each example, and asks that none counts for another.
func TestEveryScenario(t *testing.T) {
	outer(t)
	dir := t.TempDir()
	if code, report := program(t, "everything", "everything", dir); code != 0 || report != "" {
		t.Fatalf("got exit code %d with %q", code, report)
	}
	var want []string
	for _, s := range everytest.Scenarios() {
		want = append(want, s.Name)
	}
	slices.Sort(want)
	files, err := filepath.Glob(filepath.Join(dir, "everytest.*.txt"))
	if err != nil || len(files) != 1 {
		t.Fatalf("got %q, %v", files, err)
	}
	if got, err := os.ReadFile(files[0]); err != nil || string(got) != strings.Join(want, "\n")+"\n" {
		t.Errorf("got %q, want %q", got, want)
	}
	if slices.ContainsFunc(everytest.Scenarios(), func(s everytest.Scenario) bool { return s.Type == every.TokenGone }) {
		t.Error("a retired entry has a scenario")
	}
}
