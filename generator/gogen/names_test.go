package gogen

import (
	"go/ast"
	"go/parser"
	"go/token"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/errdocs/errdocs/generator/catalog"
)

func TestExported(t *testing.T) {
	n := NamesOf(&catalog.Catalog{Go: catalog.GoOptions{Initialisms: []string{"GraphQL", "Oauth"}}})
	for in, want := range map[string]string{
		"token-expired":         "TokenExpired",
		"jwt-expired":           "JWTExpired",
		"dpop-nonce-required":   "DPoPNonceRequired",
		"mtls-required":         "MTLSRequired",
		"ipv6-only":             "IPv6Only",
		"oauth2-client-unknown": "OAuth2ClientUnknown",
		"oauth-client":          "OauthClient", // the catalog's own spelling
		"graphql-error":         "GraphQLError",
		"client_ids":            "ClientIDs",
		"jwks":                  "JWKS", // an initialism, not a plural
		"jwts":                  "JWTs",
		"expired_at":            "ExpiredAt",
		"acr_values":            "ACRValues",
		"recent-sign-in":        "RecentSignIn",
		"a__b_":                 "AB",
		"3ds-required":          "3dsRequired", // Check refuses it
		"s":                     "S",
	} {
		if got := n.exported(in); got != want {
			t.Errorf("%s: got %s, want %s", in, got, want)
		}
	}
}

func TestLocal(t *testing.T) {
	n := NamesOf(&catalog.Catalog{})
	for in, want := range map[string]string{
		"expired_at":   "expiredAt",
		"jwt_id":       "jwtID",
		"client_ids":   "clientIDs",
		"url":          "url",
		"ids":          "ids",
		"ipv6_address": "ipv6Address",
		"range":        "rangeValue",
		"error":        "errorValue",
		"type":         "typeValue",
		"len":          "lenValue",
		"time":         "timeValue",
		"http":         "httpValue",
		"field":        "fieldValue",
		"format_time":  "formatTimeValue",
	} {
		if got := n.local(in, paramNames); got != want {
			t.Errorf("%s: got %s, want %s", in, got, want)
		}
	}
}

// TestRuntimeNames holds the tables of names against a generated package.
func TestRuntimeNames(t *testing.T) {
	var exported, methods, taken []string
	fset := token.NewFileSet()
	source, err := os.ReadFile("testdata/everything/every/runtime_gen.go")
	if err != nil {
		t.Fatal(err)
	}
	file, err := parser.ParseFile(fset, "", source, parser.SkipObjectResolution)
	if err != nil {
		t.Fatal(err)
	}
	for _, decl := range file.Decls {
		switch decl := decl.(type) {
		case *ast.FuncDecl:
			name := decl.Name.Name
			switch {
			case decl.Recv == nil:
				exported = append(exported, name)
			case isPointerToError(decl.Recv) && decl.Name.IsExported():
				methods = append(methods, name)
			case isPointerToError(decl.Recv):
				taken = append(taken, name)
			}
		case *ast.GenDecl:
			for _, spec := range decl.Specs {
				switch spec := spec.(type) {
				case *ast.TypeSpec:
					exported = append(exported, spec.Name.Name)
					if s, ok := spec.Type.(*ast.StructType); ok && spec.Name.Name == "Error" {
						for _, f := range s.Fields.List {
							for _, name := range f.Names {
								taken = append(taken, name.Name)
							}
						}
					}
				case *ast.ValueSpec:
					exported = append(exported, spec.Names[0].Name)
				case *ast.ImportSpec:
					path := strings.Trim(spec.Path.Value, `"`)
					taken = append(taken, path[strings.LastIndex(path, "/")+1:])
				}
			}
		}
	}
	exported = slices.DeleteFunc(exported, func(s string) bool { return !token.IsExported(s) })
	members := strings.Fields("TraceID Range Attempt Load Live At Took Help traceID rangeValue attempt load live at took help")
	has(t, "runtimeNames", append(slices.Clone(runtimeNames), members...), exported)
	for i := range members {
		members = append(members, "With"+members[i])
	}
	has(t, "errorMethods", append(slices.Clone(errorMethods), members...), methods)
	has(t, "memberNames", append(slices.Clone(memberNames), members...), taken)
}

func isPointerToError(recv *ast.FieldList) bool {
	star, ok := recv.List[0].Type.(*ast.StarExpr)
	if !ok {
		return false
	}
	x, ok := star.X.(*ast.Ident)
	return ok && x.Name == "Error"
}

func has(t *testing.T, table string, names, want []string) {
	t.Helper()
	for _, name := range want {
		if !slices.Contains(names, name) {
			t.Errorf("%s lacks %s", table, name)
		}
	}
}
