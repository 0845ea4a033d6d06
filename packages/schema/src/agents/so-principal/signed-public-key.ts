import { annotate, nillable } from "../../kit/annotate.ts";
import { entity } from "../../kit/entity.ts";
import { base64Binary, dateTime, int, string } from "../../kit/scalars.ts";
import type { Static } from "../../kit/schema.ts";

/**
 * The numbers of a DSA key (FIPS 186), big-endian; .NET's type of the same name. It is a .NET value type without
 * optional members, hence none of them may be left out.
 */
export const DSAParameters = entity(
  "DSAParameters",
  {
    Counter: int({ description: "The counter that the primes were found with.", mandatory: true }),
    G: nillable(base64Binary(), { description: "The generator.", mandatory: true }),
    J: nillable(base64Binary(), { description: "(P - 1) / Q.", mandatory: true }),
    P: nillable(base64Binary(), { description: "The prime modulus.", mandatory: true }),
    Q: nillable(base64Binary(), { description: "The prime divisor of P - 1.", mandatory: true }),
    Seed: nillable(base64Binary(), { description: "The seed that the primes were found with.", mandatory: true }),
    Y: nillable(base64Binary(), { description: "The public key.", mandatory: true }),
  },
  { description: "The numbers of a DSA key.", namespace: "cryptography" },
);
export type DSAParameters = Static<typeof DSAParameters>;

/** The key that a licence's signatures are checked with. */
export const SignedPublicKey = entity(
  "SignedPublicKey",
  {
    OwnerName: nillable(string(), { description: "Whose key it is." }),
    SignDate: dateTime({ description: "When the key was signed." }),
    ExpiryDate: dateTime({ description: "When the key ends." }),
    Key: annotate(DSAParameters, { description: "The key." }),
    Signature: nillable(string(), { description: "The signature on the key." }),
  },
  { description: "The key that a licence's signatures are checked with." },
);
export type SignedPublicKey = Static<typeof SignedPublicKey>;
