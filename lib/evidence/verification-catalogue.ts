import type { VerificationCode } from './check.ts'

/** What a check that did not pass means: feeds the screen and the documentation page of the code. */
export type VerificationEntry = { readonly title: string; readonly cause: string; readonly remedy: string }

const askPublisher = 'Ask the publisher to sign again, and say which digest this is about.'

export const verificationCatalogue: Readonly<Record<VerificationCode, VerificationEntry>> = {
  EVIDENCE_UNREADABLE: {
    title: 'The evidence could not be read',
    cause: 'The manifest names a blob that the registry did not give: it is gone, refused, or the registry failed.',
    remedy: 'Try again later. If the blob is gone for good, the publisher has to attach the evidence anew.',
  },
  EVIDENCE_TOO_LARGE: {
    title: 'The evidence is larger than what is read',
    cause: 'The blob, or what it takes to try every key on it, is beyond the limits that protect this server.',
    remedy: 'Look at why it is so large. Nothing was concluded from the part that was not read.',
  },
  EVIDENCE_MEDIA_TYPE: {
    title: 'The evidence is stored under the wrong media type',
    cause:
      'Its layer or manifest is not of the shape that this kind of evidence has, so tools may read it differently.',
    remedy: askPublisher,
  },
  EVIDENCE_MATERIAL: {
    title: 'What is stored beside the signature is malformed',
    cause: 'The certificate, log entry or time stamp in the annotations of the layer cannot be read.',
    remedy: askPublisher,
  },
  EVIDENCE_DIGEST_MISMATCH: {
    title: 'The bytes do not have the digest they were asked by',
    cause: 'The registry, or something in between, answered with other content.',
    remedy: 'Treat the registry as broken or hostile until it is explained. Compare with another client.',
  },
  PAYLOAD_MALFORMED: {
    title: 'The signed payload is malformed',
    cause: 'It is not JSON, has a name twice, unknown or missing fields, or something behind its end.',
    remedy: askPublisher,
  },
  PAYLOAD_TYPE: {
    title: 'The payload is of another type',
    cause: 'A signature of another purpose was put in the place of this one.',
    remedy: askPublisher,
  },
  PAYLOAD_OTHER_SCHEME: {
    title: 'The payload belongs to another signature scheme',
    cause: 'It is the payload of a GPG signature, stored where cosign keeps its own.',
    remedy: 'Verify it with the tool it was made for (podman, skopeo), or ask for a cosign signature.',
  },
  SIGNATURE_MISSING: {
    title: 'There is no signature in it',
    cause: 'The place where the signature belongs is empty.',
    remedy: askPublisher,
  },
  SIGNATURE_ENCODING: {
    title: 'The signature cannot be decoded',
    cause: 'It is not base64 as the format demands.',
    remedy: askPublisher,
  },
  SIGNATURE_COUNT: {
    title: 'There are more signatures than the format allows',
    cause: 'A bundle has exactly one; readers that take the first and readers that take any would disagree.',
    remedy: askPublisher,
  },
  SIGNATURE_UNKNOWN_KEY: {
    title: 'No known key verifies the signature',
    cause: 'Somebody else signed it, or what was signed has been changed: from outside the two look the same.',
    remedy:
      'Get the publisher’s public key from a place that you trust and add it. Never take it from beside the image.',
  },
  SIGNATURE_INVALID: {
    title: 'The signature is not by its certificate',
    cause: 'The certificate that comes with the signature has another key, or what was signed has been changed.',
    remedy: askPublisher,
  },
  SUBJECT_MISMATCH: {
    title: 'It was signed for another image',
    cause: 'The digest that was signed is not the digest that you asked about: a copied signature, or a moved tag.',
    remedy: 'Do not use the image on the strength of this signature. Look at what was signed under its own digest.',
  },
  REFERRER_MISMATCH: {
    title: 'It was listed for an image that it does not name',
    cause: 'The registry lists a manifest as a referrer of this image, and the manifest names another subject.',
    remedy: 'The registry’s list is wrong or was tampered with. Tell its operator.',
  },
  STATEMENT_MALFORMED: {
    title: 'The statement is malformed',
    cause: 'It is not JSON, repeats a name, or lacks a subject, a digest or a predicate type.',
    remedy: askPublisher,
  },
  STATEMENT_TYPE: {
    title: 'This is not an in-toto statement of a known version',
    cause: 'Its _type is neither in-toto Statement v0.1 nor v1.',
    remedy: askPublisher,
  },
  BUNDLE_MALFORMED: {
    title: 'The bundle is malformed',
    cause: 'It is not JSON, or has unknown, repeated, missing or contradicting fields.',
    remedy: askPublisher,
  },
  BUNDLE_VERSION: {
    title: 'The bundle is of an unknown version',
    cause: 'Versions 0.1, 0.2 and 0.3 are read; of others nobody here knows the rules.',
    remedy: 'Look for a newer version of Touchstone, or ask for a bundle of version 0.3.',
  },
  BUNDLE_MATERIAL: {
    title: 'The bundle’s verification material is unusable',
    cause: 'It names no signer or several, or has more entries than are read.',
    remedy: askPublisher,
  },
  BUNDLE_LOG_ENTRY_MISSING: {
    title: 'The bundle lacks the log entry that its version demands',
    cause: 'Version 0.1 must have a promise of inclusion, version 0.2 a proof with a checkpoint.',
    remedy: 'Ask for a bundle of version 0.3, which may be without a log entry when it is signed with a key.',
  },
  CERTIFICATE_MALFORMED: {
    title: 'The certificate is malformed',
    cause:
      'It is not a DER certificate, has an extension twice, or something in it cannot be read; or the certificates of a Notary Project signature are not a chain that ends in a root.',
    remedy: askPublisher,
  },
  CERTIFICATE_PROFILE: {
    title: 'The certificate is not one for signing',
    cause:
      'It belongs to an authority, is for another purpose, or does not name exactly one signer and one issuer; or an authority above it must not have issued it.',
    remedy: askPublisher,
  },
  CERTIFICATE_UNKNOWN_AUTHORITY: {
    title: 'The certificate was issued by an unknown authority',
    cause:
      'No authority of a trusted root and none on the shelf issued it. Whatever chain the evidence brings does not count.',
    remedy:
      'If it is your own instance, give its trusted root; for a Notary Project signature or an authority of your own, add its certificate under Keys. Otherwise nobody you know vouches for this name.',
  },
  CERTIFICATE_OUTSIDE_VALIDITY: {
    title: 'The certificate was not valid when it had to be',
    cause:
      'The time that a log or time-stamp authority vouches for lies outside of its validity. Where nobody vouches for a time, as is usual for certificates of an own authority, it must be valid now, and is not.',
    remedy: askPublisher,
  },
  CERTIFICATE_REVOKED: {
    title: 'The certificate was revoked',
    cause:
      'The authority that issued the certificate, one above it or that of its time stamp, has taken it back. Its key may be in other hands, and with it anybody can sign and date as they like. Only what a trusted time stamp proves to be older than the date since which the authority says that the key was lost is left out of that.',
    remedy: 'Ask the publisher for a signature under a new certificate, and why the old one was revoked.',
  },
  CERTIFICATE_NO_TIME: {
    title: 'Nothing proves when it was signed',
    cause:
      'Signing certificates live ten minutes. No log or time-stamp authority says that the signature is from them.',
    remedy: askPublisher,
  },
  CERTIFICATE_LOG_MISSING: {
    title: 'The certificate is in no certificate log',
    cause: 'It carries no promise of a certificate transparency log, so an authority could have issued it unseen.',
    remedy: askPublisher,
  },
  CERTIFICATE_LOG_UNKNOWN: {
    title: 'The certificate log is unknown',
    cause: 'The promises in the certificate are by logs that the trusted root does not hold.',
    remedy: 'If it is your own instance, give the trusted root that has its certificate log.',
  },
  CERTIFICATE_LOG_INVALID: {
    title: 'The certificate log’s promise does not hold',
    cause: 'The promise is malformed, not signed by the log that it names, or from a time when the log was not in use.',
    remedy: `Treat the certificate as false. ${askPublisher}`,
  },
  LOG_UNKNOWN: {
    title: 'The log is not known',
    cause:
      'The entry names a transparency log whose key no trusted root of this server holds, so nothing in it can be checked.',
    remedy: 'If the log belongs to an instance that you trust, add its trusted root under Settings → Trusted roots.',
  },
  LOG_ENTRY_MISSING: {
    title: 'The log entry that the rule asks for is not there',
    cause: 'The signature verifies, and it comes without an entry in a transparency log.',
    remedy: 'Ask the publisher to upload to the log when signing, or change the rule if you can do without.',
  },
  LOG_ENTRY_OTHER: {
    title: 'The log entry belongs to another signature',
    cause: 'Signature, key or payload in the entry of the transparency log are not those of this evidence.',
    remedy: `Treat the evidence as put together from parts. ${askPublisher}`,
  },
  LOG_ENTRY_UNSUPPORTED: {
    title: 'The log entry is of a kind that is not read',
    cause: 'Transparency logs hold entries of many kinds; signatures are in hashedrekord, dsse and intoto entries.',
    remedy: askPublisher,
  },
  LOG_ENTRY_REPEATED: {
    title: 'Two log entries are of one log',
    cause: 'The bundle has several entries of the same transparency log. They are one witness, however many there are.',
    remedy: `Remove all but one of them. ${askPublisher}`,
  },
  LOG_CHECKPOINT_INVALID: {
    title: 'The log’s checkpoint does not hold',
    cause: 'The state of the log that the proof rests on is malformed, or the log has not signed it.',
    remedy: `Compare the trusted root with the log that was used. ${askPublisher}`,
  },
  LOG_PROOF_INVALID: {
    title: 'The proof of inclusion does not hold',
    cause:
      'The path from the entry does not lead to the root that the log signed: the entry is not shown to be in the log.',
    remedy: askPublisher,
  },
  LOG_PROMISE_INVALID: {
    title: 'The log’s promise does not hold',
    cause:
      'The signature by which the log vouches for the entry and its time is not by that log, or is about something else.',
    remedy: `Compare the trusted root with the log that was used. ${askPublisher}`,
  },
  PROVEN_TIME_IN_FUTURE: {
    title: 'The proven time lies in the future',
    cause: 'A log or time-stamp authority vouches for a time that this server’s clock has not reached.',
    remedy: 'Compare the clock of this server with the right time. If it is right, the log or authority is not.',
  },
  TIMESTAMP_MISSING: {
    title: 'The time stamp that the rule asks for is not there',
    cause: 'The signature verifies, and it comes without a time stamp.',
    remedy: 'Ask the publisher to have signatures time-stamped, or change the rule if you can do without.',
  },
  TIMESTAMP_INVALID: {
    title: 'The time stamp does not hold',
    cause:
      'It is malformed, over other bytes, not signed by the authority, or its certificate is not one for time stamps.',
    remedy: askPublisher,
  },
  TIMESTAMP_UNKNOWN_AUTHORITY: {
    title: 'The time stamp is by an unknown authority',
    cause: 'No time-stamp authority of the trusted root signed it, so its time is only a claim.',
    remedy:
      'If it is your own authority, give the trusted root that has it; for a Notary Project signature, add its certificate for time stamps.',
  },
  SCHEME_NOT_CHECKED: {
    title: 'The signature needs a check that is not made here',
    cause:
      'It is a GPG signature, or the signer of a Notary Project signature asks that a plugin check it as well. The first are not verified here, and plugins are programs, of which this server runs none.',
    remedy: 'Verify it with podman or skopeo and the signer’s GPG key, or with notation and that plugin.',
  },
  NOTARY_MALFORMED: {
    title: 'The Notary Project signature is malformed',
    cause: 'Its envelope, headers or payload are not as the Notary Project’s specification has them.',
    remedy: askPublisher,
  },
  NOTARY_EXPIRED: {
    title: 'The signature has expired',
    cause: 'The signer gave the signature an end, and it has passed.',
    remedy: askPublisher,
  },
  RULE_NONE: {
    title: 'No trust rule names this signer',
    cause:
      'It is known who signed: a key that you have, an identity that is proven, or somebody whom an authority of yours vouches for. You have not said for which repositories you trust them.',
    remedy: 'Add a rule for the signer if you trust them for this repository.',
  },
  RULE_OTHER_REPOSITORY: {
    title: 'The signer is trusted for other repositories only',
    cause: 'Rules name this signer, and none of their patterns covers this repository.',
    remedy: 'Widen a rule, or add one, if you trust the signer here as well.',
  },
  RULE_OUTSIDE_WINDOW: {
    title: 'The rule is not in force now',
    cause: 'The rule that names this signer begins later or has ended.',
    remedy: 'Change the dates of the rule if they are wrong.',
  },
  RULE_ISSUER_DIFFERS: {
    title: 'Another issuer vouches for the signer',
    cause: 'A rule names this subject, and the certificate names another issuer of the identity than the rule does.',
    remedy:
      'Two issuers may know different people by one name. Add a rule for this issuer only if you trust it as well.',
  },
  RULE_SUBJECT_DIFFERS: {
    title: 'The signer has another name than the rule allows',
    cause:
      'A rule names this issuer or authority, for another subject. Names are compared letter by letter: one that begins or ends like the allowed one is another.',
    remedy: 'If the signer shown is the one you meant, add a rule with exactly this subject.',
  },
  RULE_CLAIM_DIFFERS: {
    title: 'The certificate says something else than the rule asks for',
    cause:
      'A rule names this identity and asks for claims, such as a branch or a trigger, which the certificate does not have.',
    remedy: 'Compare the claims of the signer with those of the rule; sign from the right branch, or change the rule.',
  },
  RULE_OTHER_ROOT: {
    title: 'Another trusted root proves the signer',
    cause: 'A rule names this identity and asks that a certain trusted root prove it. It was proven by another.',
    remedy: 'Add a rule for the root that proves it, if whoever runs that instance may vouch for this identity.',
  },
  KEY_COMPROMISED: {
    title: 'The key or authority is marked as compromised',
    cause:
      'Whoever stole the key can sign anything with it, and date it as they like. With that of an authority, they can certify anybody.',
    remedy: 'Ask for a signature by another key. If the mark is wrong, take it back under Keys.',
  },
  REPOSITORY_DIFFERS: {
    title: 'It was signed under another name',
    cause:
      'The name that the signer wrote into the payload is not that of this repository, as with every mirror and copy.',
    remedy: 'Nothing, if this is a copy that you expect. The digest is what is signed.',
  },
  PREDICATE_TYPE_DIFFERS: {
    title: 'The label and the signed statement differ',
    cause: 'The registry’s annotation, which nobody signed, names another predicate type than the statement.',
    remedy: 'The statement counts. Tell the publisher that the label is wrong.',
  },
  CHECK_SKIPPED: {
    title: 'The check was not made',
    cause: 'Something that it needs was not there, as another check of the same item says.',
    remedy: 'Look at the check that failed.',
  },
  INTERNAL_ERROR: {
    title: 'A fault in the verifier',
    cause: 'The item could not be examined because of a fault in Touchstone; nothing was concluded from it.',
    remedy: 'Report it with the digest of the evidence.',
  },
}
