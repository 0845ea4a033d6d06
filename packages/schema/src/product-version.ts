/** The version of the superoffice-soap packages, which are released together: that of their manifests. */
export const productVersion = "0.1.0";
