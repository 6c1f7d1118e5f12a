import java.io.FileInputStream;
import java.util.Map;
import java.util.TreeMap;
import org.verapdf.gf.foundry.VeraGreenfieldFoundryProvider;
import org.verapdf.pdfa.Foundries;
import org.verapdf.pdfa.PDFAParser;
import org.verapdf.pdfa.PDFAValidator;
import org.verapdf.pdfa.flavours.PDFAFlavour;
import org.verapdf.pdfa.results.TestAssertion;
import org.verapdf.pdfa.results.ValidationResult;

/** Runs veraPDF over many files in one machine. A line a file and profile: pass or FAIL, the file, the broken rules. */
public class CheckPages {
    private static final String[] PROFILES = {"ua1", "2a"};

    public static void main(String[] files) {
        VeraGreenfieldFoundryProvider.initialise();
        boolean all = true;
        for (String file : files) {
            for (String profile : PROFILES) {
                all &= check(file, profile);
            }
        }
        System.exit(all ? 0 : 1);
    }

    private static boolean check(String file, String profile) {
        PDFAFlavour flavour = PDFAFlavour.fromString(profile);
        Map<String, String> broken = new TreeMap<>();
        boolean compliant = false;
        try (FileInputStream input = new FileInputStream(file);
                PDFAParser parser = Foundries.defaultInstance().createParser(input, flavour);
                PDFAValidator validator = Foundries.defaultInstance().createValidator(flavour, false)) {
            ValidationResult result = validator.validate(parser);
            compliant = result.isCompliant();
            for (TestAssertion assertion : result.getTestAssertions()) {
                if (assertion.getStatus() != TestAssertion.Status.PASSED) {
                    String rule = assertion.getRuleId().getClause() + "-" + assertion.getRuleId().getTestNumber();
                    broken.putIfAbsent(rule, assertion.getMessage());
                }
            }
        } catch (Exception fault) {
            broken.put("not read", fault.toString());
        }
        String faults = broken.toString().replace('\t', ' ').replaceAll("\\R", " ");
        System.out.println((compliant ? "pass" : "FAIL") + "\t" + file + " (" + profile + ")\t" + (compliant ? "" : faults));
        return compliant;
    }
}
