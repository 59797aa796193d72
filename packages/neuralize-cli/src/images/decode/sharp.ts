import sharp from "sharp";

// Files are untrusted: only plain raster formats are read. SVG and PDF can name other files and are no photographs.
sharp.block({ operation: ["VipsForeignLoad"] });
sharp.unblock({
  operation: [
    "VipsForeignLoadJpeg",
    "VipsForeignLoadPng",
    "VipsForeignLoadWebp",
    "VipsForeignLoadNsgif",
    "VipsForeignLoadTiff",
    "VipsForeignLoadHeif",
  ],
});
// Every picture is read once; what libvips keeps of it would only add up.
sharp.cache(false);

/** sharp, set up for untrusted photographs; import it from here and nowhere else. */
export { sharp };
