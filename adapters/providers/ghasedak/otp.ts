/** `ghasedak/otp`: the vendor's method for one-time codes. It needs an approved template, and the template has its line. */
import { otpProvider } from "./_api/otp.ts";

export default otpProvider("sms");
