/** The settings that the doctor holds against the world; they have the names they have in `Config`. */
export interface DoctorSettings {
  /** Absent: the sandbox, and it is not running. */
  botToken: string | undefined;
  telegramApiRoot: string;
  telegramTransport: "polling" | "webhook";
  publicUrl: string;
  stripeSecretKey: string | undefined;
  stripeApiBase: string;
  smtpUrl: string | undefined;
  supportChatId: bigint | undefined;
}
